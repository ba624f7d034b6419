import { Graph } from '../../graph/graph.ts';
import { add } from '../../graph/ops.ts';
import { toOnnx } from '../../graph/proto/to-onnx.ts';
import { nodeRuntime } from '../runtime.ts';
import type { Check } from './check.ts';

/** Checks that ONNX Runtime loads and computes 1 + 2. */
export const inference: Check = {
  title: 'inference (onnxruntime)',
  essential: true,
  look: async () => {
    const graph = new Graph();
    const x = graph.input('x', 'float32', [1]);
    const session = await nodeRuntime.load(toOnnx({ y: add(x, graph.constant([2])) }));
    const { y } = await session.run({ x: { type: 'float32', shape: [1], data: Float32Array.of(1) } });
    await session.dispose();
    const ok = y.type === 'float32' && y.data[0] === 3;
    return ok
      ? { ok, found: 'loads and computes correctly' }
      : { ok, found: `1 + 2 gives ${y.data[0]}`, todo: 'install the package again' };
  },
};
