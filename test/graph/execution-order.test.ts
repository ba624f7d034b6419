import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, it } from 'vitest';
import { differentiate } from '../../src/graph/differentiate.ts';
import { executionOrder } from '../../src/graph/execution-order.ts';
import { Graph } from '../../src/graph/graph.ts';
import { exp, matMul, mul, square, sub, sum, tanh } from '../../src/graph/ops.ts';
import { toOnnx } from '../../src/graph/proto/to-onnx.ts';
import type { Value, Values } from '../../src/graph/value.ts';

/** Three layers with a weight each, and what a step makes of these. */
function step(): Values {
  const g = new Graph();
  const x = g.input('x', 'float32', [4, 4]);
  const weights = [0, 1, 2].map((i) => g.input(`w${i}`, 'float32', [4, 4]));
  const y = weights.reduce<Value>((y, w) => tanh(matMul(y, w)), x);
  const loss = sum(square(mul(y, exp(x))));
  const next = differentiate(loss, weights).map((slope, i) => sub(weights[i], mul(slope, 0.1)));
  return { loss, ...Object.fromEntries(next.map((value, i) => [`next${i}`, value])) };
}

/** The operators in the order in which ONNX Runtime ran them, optimisations left out. */
async function ranOperators(outputs: Values): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'discern-order-'));
  const session = await InferenceSession.create(toOnnx(outputs), {
    graphOptimizationLevel: 'disabled',
    enableProfiling: true,
    profileFilePrefix: join(folder, 'profile'),
  });
  const feed = new Tensor('float32', new Float32Array(16).fill(0.1), [4, 4]);
  await session.run(Object.fromEntries(session.inputNames.map((name) => [name, feed])));
  session.endProfiling();
  const [file] = await readdir(folder);
  const events: { cat: string; name: string; ts: number; args: Record<string, string> }[] = JSON.parse(
    await readFile(join(folder, file), 'utf8'),
  );
  await session.release();
  await rm(folder, { recursive: true });
  const kernels = events.filter(({ cat, name }) => cat === 'Node' && name.endsWith('_kernel_time'));
  return kernels.toSorted((a, b) => a.ts - b.ts).map(({ args }) => `${args.op_name} ${args.node_index}`);
}

it('is the order in which ONNX Runtime runs the nodes', async () => {
  const outputs = step();
  const { graph } = outputs.loss;
  const order = executionOrder(graph.nodes, Object.values(outputs));
  const needed = graph.nodes.filter((node) => order.includes(node));
  const expected = order.map((node) => `${node.operator} ${needed.indexOf(node)}`);
  const ran = await ranOperators(outputs);
  expect(ran.filter((name) => !name.startsWith('Identity'))).toEqual(expected);
});
