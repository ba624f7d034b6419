import { toOnnx } from '../../src/graph/proto/to-onnx.ts';
import type { Values } from '../../src/graph/value.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';
import type { Tensor } from '../../src/runtime/runtime.ts';

/** Runs the graph of these outputs once, in one thread. */
export async function runGraph(outputs: Values, feeds: Record<string, Tensor>): Promise<Record<string, Tensor>> {
  const session = await nodeRuntime.load(toOnnx(outputs), { threads: 1 });
  const results = await session.run(feeds);
  await session.dispose();
  return results;
}
