import { describe, expect, it } from 'vitest';
import { differentiate } from '../../../src/graph/differentiate.ts';
import { fileCuts } from '../../../src/graph/importers/cuts.ts';
import { importOnnx } from '../../../src/graph/importers/import-onnx.ts';
import { networkWeights } from '../../../src/graph/network.ts';
import { sum } from '../../../src/graph/ops.ts';
import { type FileNode, floats32, onnxFile, waves, wholes } from './file.ts';

const operators = (file: Parameters<typeof onnxFile>[0]) =>
  importOnnx(onnxFile(file), { batch: 2 }).graph.nodes.map(({ operator }) => operator);

describe('weights', () => {
  const names = (file: Parameters<typeof onnxFile>[0]) =>
    networkWeights(importOnnx(onnxFile(file), { batch: 2 })).map(({ value, role }) => `${value.name}: ${role}`);

  it('are float initialisers with axes, and long constants; scalars, settings and masks are none', () => {
    const mask = floats32([0, -100, -100, 0, 0, -100], [2, 3]);
    const constants = { scalar: floats32([2], []), gain: waves(3), mask, pairs: wholes([0, 3, 2, 3]) };
    const long: typeof mask = waves(6, 3);
    expect(
      names({
        x: [6, 3],
        constants,
        nodes: [
          ['Mul', ['x', 'scalar']],
          ['Mul', ['n0', 'gain']],
          ['Constant', [], { value: long }, ['long']],
          ['Add', ['n1', 'long']],
          ['Constant', [], { value: floats32([1, 2, 3]) }],
          ['Add', ['n3', 'n4']],
          ['Reshape', ['n5', 'pairs']],
          ['Add', ['n6', 'mask']],
        ],
      }),
    ).toEqual(['gain: parameter', 'long: parameter']);
  });

  it('are the statistics of a batch normalisation too, under a role of their own', () => {
    const four = { scale: waves(4), bias: waves(4), mean: waves(4), variance: floats32([1, 2, 3, 4]) };
    const file = {
      x: [4, 2, 2],
      nodes: [['BatchNormalization', ['x', ...Object.keys(four)]] as const],
      constants: four,
    };
    expect(names(file)).toEqual(['scale: parameter', 'bias: parameter', 'mean: statistic', 'variance: statistic']);
    expect(importOnnx(onnxFile(file), { batch: 2 }).graph.nodes[0].attributes).toMatchObject({ training_mode: 0 });
  });

  describe('that Constant nodes hold', () => {
    const reading = (reader: readonly FileNode[], held: Readonly<Record<string, ReturnType<typeof floats32>>>) =>
      names({
        x: [4, 2, 2],
        opset: 21,
        nodes: [
          ...Object.entries(held).map(([name, value]): FileNode => ['Constant', [], { value }, [name]]),
          ...reader,
        ],
      });
    const [ones, zeros] = [floats32([1, 1, 1, 1]), floats32([0, 0, 0, 0])];
    const kernel = floats32(new Array(16).fill(0.5), [4, 4, 1, 1]);

    it.each<[string, FileNode, Readonly<Record<string, ReturnType<typeof floats32>>>]>([
      ['a convolution', ['Conv', ['x', 'w', 'b']], { w: kernel, b: zeros }],
      ['a transposed convolution', ['ConvTranspose', ['x', 'w', 'b']], { w: kernel, b: zeros }],
      ['a group normalisation', ['GroupNormalization', ['x', 'w', 'b'], { num_groups: 2 }], { w: ones, b: zeros }],
      ['a layer normalisation', ['LayerNormalization', ['x', 'w', 'b']], { w: floats32([1, 1]), b: floats32([0, 0]) }],
    ])('are what %s reads as weights, however few and equal', (_, reader, held) => {
      expect(reading([reader], held)).toEqual(['w: parameter', 'b: parameter']);
    });

    it('are the biases of a Gemm, however low, and what is cast or reshaped for it', () => {
      const nodes: FileNode[] = [
        ['Flatten', ['x'], {}, ['flat']],
        ['Constant', [], { value: wholes([16, 1]) }, ['shape']],
        ['Reshape', ['w', 'shape'], {}, ['column']],
        ['Gemm', ['flat', 'column', 'b']],
      ];
      const held = { w: floats32(new Array(16).fill(0.5)), b: floats32([-12]) };
      expect(reading(nodes, held)).toEqual(['w: parameter', 'b: parameter']);
    });

    it('are running statistics too', () => {
      const held = { scale: ones, bias: zeros, mean: zeros, variance: ones };
      expect(reading([['BatchNormalization', ['x', 'scale', 'bias', 'mean', 'variance']]], held)).toEqual([
        'scale: parameter',
        'bias: parameter',
        'mean: statistic',
        'variance: statistic',
      ]);
    });

    it('are not what layers share, nor the ones and zeros of an instance normalisation', () => {
      const nodes: FileNode[] = [
        ['Conv', ['x', 'w', 'shared'], {}, ['first']],
        ['InstanceNormalization', ['first', 'ones', 'shared']],
      ];
      expect(reading(nodes, { w: kernel, shared: zeros, ones })).toEqual(['w: parameter']);
    });
  });

  it('stay weights through what is computed of them: gradients reach them', () => {
    const { graph, output } = importOnnx(
      onnxFile({
        x: [3],
        constants: { w: waves(4, 3) },
        nodes: [
          ['Transpose', ['w']],
          ['MatMul', ['x', 'n0']],
        ],
      }),
      { batch: 2 },
    );
    expect(graph.nodes.map(({ operator }) => operator)).toEqual(['Transpose', 'MatMul']);
    const [gradient] = differentiate(sum(output), graph.weights);
    expect(gradient.shape).toEqual([4, 3]);
  });
});

describe('what is known', () => {
  it('leaves no nodes: a flattening by shape arithmetic is one reshape', () => {
    const nodes = [
      ['Shape', ['x']],
      ['Gather', ['n0', 'first'], { axis: 0 }],
      ['Unsqueeze', ['n1', 'zero']],
      ['Concat', ['n2', 'rest'], { axis: 0 }],
      ['Reshape', ['x', 'n3']],
    ] as const;
    const constants = { first: wholes([0], []), zero: wholes([0]), rest: wholes([-1]) };
    expect(operators({ x: [3, 5], nodes, constants })).toEqual(['Reshape']);
  });

  it('gives values under the names of the file', () => {
    const { values } = importOnnx(
      onnxFile({
        x: [3],
        nodes: [
          ['Exp', ['x'], {}, ['blocks.0.output']],
          ['Neg', ['blocks.0.output']],
        ],
      }),
      { batch: 2 },
    );
    expect(values.get('blocks.0.output')?.shape).toEqual([2, 3]);
  });
});

describe('what cannot be imported', () => {
  // A tower that no gradient passes, then a bottleneck, then layers that learn.
  const file = onnxFile({
    x: [4],
    constants: { w: waves(4, 3), b: waves(3), k: wholes([2]) },
    nodes: [
      ['Exp', ['x'], {}, ['early']],
      ['TopK', ['early', 'k'], {}, ['best', 'places']],
      ['ReduceSum', ['best'], { keepdims: 1 }, ['total']],
      ['Add', ['early', 'total'], {}, ['bottleneck']],
      ['MatMul', ['bottleneck', 'w'], {}, ['product']],
      ['Add', ['product', 'b']],
    ],
  });

  it('is named with its node, and where to freeze instead', () => {
    expect(() => importOnnx(file, { batch: 2 })).toThrow(
      expect.objectContaining({
        code: 'unsupported',
        message: expect.stringContaining('TopK'),
        todo: expect.stringContaining('up to bottleneck,'),
      }),
    );
  });

  it('does not matter behind a cut: the first trainable one leaves the most to learn', () => {
    expect(fileCuts(file)).toEqual([
      { name: 'x', trainable: false },
      { name: 'early', trainable: false },
      { name: 'bottleneck', trainable: true },
      { name: 'product', trainable: true },
    ]);
    const { output, input } = importOnnx(file, { batch: 2, from: { name: 'bottleneck', shape: [4] } });
    expect([input.shape, output.shape]).toEqual([
      [2, 4],
      [2, 3],
    ]);
  });

  it('is no cut where something else of the pictures leads past it; their shape may', () => {
    const past = (second: string) =>
      onnxFile({
        x: [3],
        nodes: [
          ['Exp', ['x'], {}, ['cut']],
          ['Shape', [second], {}, ['shape']],
          ['ConstantOfShape', ['shape'], { value: floats32([1]) }, ['ones']],
          ['Add', ['cut', 'ones'], {}, ['sum']],
          ['Add', ['sum', second === 'x' ? 'ones' : 'x']],
        ],
      });
    const from = { name: 'cut', shape: [3] };
    expect(importOnnx(past('x'), { batch: 2, from }).output.shape).toEqual([2, 3]);
    expect(fileCuts(past('x')).map(({ name }) => name)).toEqual(['x', 'cut', 'sum']);
    expect(() => importOnnx(past('cut'), { batch: 2, from })).toThrow('more of the pictures than cut');
    expect(fileCuts(past('cut')).map(({ name }) => name)).toEqual(['x']);
  });

  it.each([
    ['a size that is open', { x: ['h' as never], nodes: [['Exp', ['x']] as const] }, 'ambiguous-model'],
    [
      'a shape that depends on the pictures',
      { x: [4], nodes: [['Cast', ['x'], { to: 7 }] as const, ['Reshape', ['x', 'n0']] as const] },
      'unsupported',
    ],
    [
      'a batch that is fixed',
      { x: [4], nodes: [['Reshape', ['x', 's']] as const], constants: { s: wholes([1, 4]) } },
      'unsupported',
    ],
    ['an operator with too many inputs', { x: [4], nodes: [['Exp', ['x', 'x']] as const] }, 'unsupported'],
    ['an operator without what it needs', { x: [4], nodes: [['Concat', ['x', 'x']] as const] }, 'unsupported'],
    ['an old operator set', { x: [4], opset: 9, nodes: [['Exp', ['x']] as const] }, 'unsupported'],
  ])('%s is refused', (_, wrong, code) => {
    expect(() => importOnnx(onnxFile(wrong), { batch: 2 })).toThrow(expect.objectContaining({ code }));
  });
});
