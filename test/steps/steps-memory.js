// node steps-memory.js FILE
// Loads a graph of training steps, takes one step from zeros, and prints by how many bytes the process grew.
import { InferenceSession, Tensor } from 'onnxruntime-node';

const before = process.memoryUsage().rss;
const session = await InferenceSession.create(process.argv[2], { intraOpNumThreads: 1, enableMemPattern: false });
const feeds = Object.fromEntries(
  session.inputMetadata.map(({ name, type, shape }) => {
    const known = shape.map((size) => (typeof size === 'number' ? size : 1));
    const count = known.reduce((product, size) => product * size, 1);
    const data = type === 'int64' ? new BigInt64Array(count) : new Float32Array(count).fill(0.01);
    return [name, new Tensor(type, data, known)];
  }),
);
await session.run(feeds);
process.stdout.write(String(process.resourceUsage().maxRSS * 1024 - before));
