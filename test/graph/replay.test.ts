import { describe, expect, it } from 'vitest';
import { Graph } from '../../src/graph/graph.ts';
import { networkWeights } from '../../src/graph/network.ts';
import { batchNorm, conv } from '../../src/graph/neural.ts';
import { add, matMul, relu, reshape, tanh } from '../../src/graph/ops.ts';
import { replay } from '../../src/graph/replay.ts';
import { scan } from '../../src/graph/scan.ts';
import { floats, floatTensor } from '../../src/runtime/tensors.ts';
import { runGraph } from './run-graph.ts';

const filled = (count: number, of: (i: number) => number) => Float32Array.from({ length: count }, (_, i) => of(i));

/** Two layers and a normalisation on 2-pixel images: features [N, 2]; and a weight that leads nowhere. */
function network() {
  const graph = new Graph();
  const input = graph.input('images', 'float32', ['N', 1, 2, 2]);
  const dense = graph.weight(
    'head/kernel',
    filled(16, (i) => Math.sin(i)),
    [8, 2],
  );
  const kernel = graph.weight(
    'stem/kernel',
    filled(2, (i) => i + 1),
    [2, 1, 1, 1],
  );
  const [scale, bias, average, variance] = ['scale', 'bias', 'mean', 'variance'].map((name, i) =>
    graph.weight(
      `norm/${name}`,
      filled(2, () => i + 1),
      [2],
    ),
  );
  graph.weight(
    'idle',
    filled(1, () => 0),
    [1],
  );
  const cut = batchNorm(conv(input, kernel), { scale, bias, mean: average, variance });
  const output = matMul(reshape(relu(cut), [-1, 8]), dense);
  return { graph, input, output, cut };
}

const images = (count: number) =>
  floatTensor(
    filled(count * 4, (i) => Math.cos(i)),
    [count, 1, 2, 2],
  );

async function original(count: number) {
  const { output } = network();
  return floats((await runGraph({ output }, { images: images(count) })).output);
}

describe('a network that is recorded again', () => {
  it('gives the same, at whatever batch size, with sizes inferred anew', async () => {
    const { input, output } = network();
    for (const count of [1, 3]) {
      const [again] = replay([output], new Map([[input.name, new Graph().input('x', 'float32', [count, 1, 2, 2])]]));
      expect(again.shape).toEqual([count, 2]);
      expect(floats((await runGraph({ again }, { x: images(count) })).again)).toEqual(await original(count));
    }
  });

  it('takes the weights that are given in place of its own', async () => {
    const { input, output } = network();
    const g = new Graph();
    const dense = g.input('dense', 'float32', [8, 2]);
    const [again] = replay(
      [output],
      new Map([
        [input.name, g.input('x', 'float32', [2, 1, 2, 2])],
        ['head/kernel', dense],
      ]),
    );
    const feeds = {
      x: images(2),
      dense: floatTensor(
        filled(16, (i) => 2 * Math.sin(i)),
        [8, 2],
      ),
    };
    const before = await original(2);
    floats((await runGraph({ again }, feeds)).again).forEach((value, i) => {
      expect(value).toBeCloseTo(2 * before[i], 5);
    });
  });

  it('begins at a cut point and needs nothing from before it', () => {
    const { cut, output } = network();
    const g = new Graph();
    replay([output], new Map([[cut.name, g.input('activations', 'float32', [2, 2, 2, 2])]]));
    expect(g.nodes.map(({ operator }) => operator)).toEqual(['Relu', 'Reshape', 'MatMul']);
    expect(g.constants.some(({ shape }) => shape.length === 4)).toBe(false);
  });

  it('gives a value that is given itself', () => {
    const { cut } = network();
    const activations = new Graph().input('activations', 'float32', [2, 2, 2, 2]);
    expect(replay([cut], new Map([[cut.name, activations]]))).toEqual([activations]);
  });

  it('runs inside a scan, one batch after the other', async () => {
    const { input, output } = network();
    const g = new Graph();
    const batches = g.input('batches', 'float32', [3, 2, 1, 2, 2]);
    const { outputs } = scan([g.scalar(0)], [batches], ([count], [batch]) => ({
      state: [add(count, 1)],
      outputs: replay([output], new Map([[input.name, batch]])),
    }));
    const batch = images(6);
    const results = await runGraph({ all: outputs[0] }, { batches: floatTensor(floats(batch), [3, 2, 1, 2, 2]) });
    expect(results.all.shape).toEqual([3, 2, 2]);
    const expected = await original(6);
    floats(results.all).forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i], 6);
    });
  });

  it('records what a rewrite gives in place of a node, from the new inputs', async () => {
    const { input, output } = network();
    const x = new Graph().input('x', 'float32', [1, 1, 2, 2]);
    const [again] = replay([output], new Map([[input.name, x]]), {
      rewrite: ({ operator }, [given]) => (operator === 'Relu' ? [tanh(given)] : null),
    });
    expect(again.graph.nodes.map(({ operator }) => operator)).toEqual([
      'Conv',
      'BatchNormalization',
      'Tanh',
      'Reshape',
      'MatMul',
    ]);
  });

  it('says which input is missing', () => {
    const { output } = network();
    const dense = new Graph().input('dense', 'float32', [8, 2]);
    expect(() => replay([output], new Map([['head/kernel', dense]]))).toThrow('images is needed but not given');
  });
});

describe('the weights of a network', () => {
  it('are what the output depends on, in order, running statistics told from parameters', () => {
    const roles = networkWeights(network()).map(({ value, role }) => [value.name, role]);
    expect(roles).toEqual([
      ['stem/kernel', 'parameter'],
      ['norm/scale', 'parameter'],
      ['norm/bias', 'parameter'],
      ['norm/mean', 'statistic'],
      ['norm/variance', 'statistic'],
      ['head/kernel', 'parameter'],
    ]);
  });

  it('leave out what comes after an earlier output', () => {
    const { graph, input, cut } = network();
    expect(networkWeights({ graph, input, output: cut }).map(({ value }) => value.name)).not.toContain('head/kernel');
  });
});
