import { type File, floats32, waves, wholes } from '../file.ts';
import { image, one, type Settings } from './files.ts';

const weighted = (operator: string, w: number[], settings: Settings = {}, x = [4, 7, 9], bias = w[0]): File => ({
  x,
  nodes: [[operator, ['x', 'w', 'b'], settings]],
  constants: { w: waves(...w), b: waves(bias) },
});

/** Shape arithmetic: nodes that begin at the shape of x [N, 4, 6] and end in `target`, a shape that x is given. */

const normalised = (operator: string, settings: Settings, weights: string[], opset: number, size: number): File => ({
  x: [4, 3, 5],
  opset,
  nodes: [[operator, ['x', ...weights], settings]],
  constants: Object.fromEntries(
    weights.map((name, i) => [name, floats32(Array.from({ length: size }, (_, j) => 1 + 0.1 * (i + j)))]),
  ),
});

const einsums: readonly File[] = [
  ['nij,jk->nik', [5, 4]],
  ['nij,kj->nki', [4, 5]],
  ['...ij,jk', [5, 4]],
  ['nij,j->ni', [5]],
  ['nij,ij->n', [3, 5]],
  ['nij->nji', null],
  ['nij->ni', null],
  ['nij,nkj->nik', 'x'],
  ['ni...,k->nk...', [4]],
].map(([equation, w]) => ({
  x: [3, 5],
  nodes: [['Einsum', w === null ? ['x'] : ['x', w === 'x' ? 'x' : 'w'], { equation: String(equation) }]],
  constants: Array.isArray(w) ? { w: waves(...w) } : {},
}));

/** Files of layers, by operator. */
export const layers: Readonly<Record<string, readonly File[]>> = {
  AveragePool: [
    image('AveragePool', { kernel_shape: [3, 2], strides: [2, 2], pads: [1, 0, 1, 1] }),
    image('AveragePool', { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1], count_include_pad: 1 }),
    image('AveragePool', { kernel_shape: [2, 2], strides: [2, 2], ceil_mode: 1 }),
    image(
      'AveragePool',
      { kernel_shape: [3, 3], strides: [2, 2], pads: [0, 1, 0, 1], ceil_mode: 1, count_include_pad: 1 },
      19,
      [4, 8, 9],
    ),
    image('AveragePool', { kernel_shape: [3, 3], strides: [2, 2], auto_pad: 'SAME_UPPER' }),
  ],
  BatchNormalization: [
    ...[11, 15].map((opset) =>
      normalised('BatchNormalization', { epsilon: { f: 1e-3 } }, ['scale', 'bias', 'mean', 'variance'], opset, 4),
    ),
    // Weights that are standardised: no gradient may leave them for running statistics.
    {
      x: [5, 4, 4],
      nodes: [
        [
          'BatchNormalization',
          ['w', 'scale', 'bias', 'mean', 'variance'],
          { training_mode: 1 },
          ['standard', 'm', 'v'],
        ],
        ['Reshape', ['standard', 'shape']],
        ['Conv', ['x', 'n1']],
      ],
      constants: {
        w: waves(1, 3, 20),
        scale: waves(3),
        bias: waves(3),
        mean: waves(3),
        variance: waves(3),
        shape: wholes([3, 5, 2, 2]),
      },
    },
  ],
  Conv: [
    weighted('Conv', [6, 4, 3, 2], { strides: [2, 1], pads: [1, 0, 2, 1], dilations: [1, 2] }),
    weighted('Conv', [4, 1, 3, 3], { group: 4, auto_pad: 'SAME_UPPER', strides: [2, 2] }),
    weighted('Conv', [6, 2, 2, 2], { group: 2, auto_pad: 'SAME_LOWER' }),
    weighted('Conv', [6, 4, 3], { pads: [1, 2], strides: [2] }, [4, 9]),
  ],
  ConvTranspose: [
    weighted(
      'ConvTranspose',
      [4, 3, 3, 3],
      { strides: [2, 2], pads: [1, 1, 0, 1], output_padding: [1, 0] },
      [4, 5, 4],
      3,
    ),
    weighted('ConvTranspose', [4, 2, 2, 2], { group: 2 }, [4, 5, 4], 4),
  ],
  Einsum: einsums,
  Gemm: [
    {
      x: [5],
      nodes: [['Gemm', ['x', 'w', 'b'], { transB: 1, alpha: { f: 0.5 }, beta: { f: 2 } }]],
      constants: { w: waves(3, 5), b: waves(3) },
    },
    {
      x: [5],
      nodes: [
        ['Gemm', ['w', 'x'], { transA: 1, transB: 1 }],
        ['Transpose', ['n0']],
      ],
      constants: { w: waves(5, 3) },
    },
  ],
  GlobalAveragePool: [image('GlobalAveragePool')],
  GlobalMaxPool: [image('GlobalMaxPool')],
  GroupNormalization: [
    normalised('GroupNormalization', { num_groups: 2 }, ['scale', 'bias'], 18, 2),
    normalised('GroupNormalization', { num_groups: 2, epsilon: { f: 1e-3 } }, ['scale', 'bias'], 21, 4),
  ],
  InstanceNormalization: [normalised('InstanceNormalization', {}, ['scale', 'bias'], 11, 4)],
  LayerNormalization: [
    normalised('LayerNormalization', { epsilon: { f: 1e-3 } }, ['scale', 'bias'], 17, 5),
    normalised('LayerNormalization', {}, ['scale'], 17, 5),
  ],
  LpNormalization: [one('LpNormalization', { axis: 1 }), one('LpNormalization', { p: 1 })],
  MatMul: [
    { x: [3, 5], nodes: [['MatMul', ['x', 'w']]], constants: { w: waves(5, 2) } },
    { x: [3, 5], nodes: [['MatMul', ['x', 'w']]], constants: { w: waves(5) } },
    { x: [3, 5], nodes: [['MatMul', ['w', 'x']]], constants: { w: waves(3) } },
  ],
  MaxPool: [
    image('MaxPool', { kernel_shape: [3, 2], strides: [2, 1], pads: [1, 0, 1, 1], dilations: [1, 2] }),
    image('MaxPool', { kernel_shape: [3, 3], strides: [2, 2], ceil_mode: 1 }, 17, [4, 8, 9]),
    image('MaxPool', { kernel_shape: [2, 2], strides: [2, 2], pads: [1, 1, 0, 0], ceil_mode: 1 }, 17, [4, 8, 9]),
    image('MaxPool', { kernel_shape: [3, 3], strides: [2, 2], auto_pad: 'SAME_LOWER' }),
    image('MaxPool', { kernel_shape: [3, 3], auto_pad: 'VALID' }),
  ],
  MeanVarianceNormalization: [image('MeanVarianceNormalization', { axes: [2, 3] })],
  RMSNormalization: [normalised('RMSNormalization', {}, ['scale'], 23, 5)],
};
