// Loads an ONNX file, runs it once on zeros, and prints by how many bytes the process grew: node peak-memory.js FILE
import { InferenceSession, Tensor } from 'onnxruntime-node';

const session = await InferenceSession.create(process.argv[2], { intraOpNumThreads: 1, enableMemPattern: false });
const before = process.memoryUsage().rss;
const feeds = Object.fromEntries(
  session.inputMetadata.map(({ name, shape }) => {
    const count = shape.reduce((product, size) => product * size, 1);
    return [name, new Tensor('float32', new Float32Array(count).fill(0.5), shape)];
  }),
);
await session.run(feeds);
process.stdout.write(String(process.resourceUsage().maxRSS * 1024 - before));
