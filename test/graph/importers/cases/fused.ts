import { type File, waves } from '../file.ts';
import { one, type Settings } from './files.ts';

const weighted = (operator: string, w: number[], settings: Settings = {}, x = [4, 7, 9], bias = w[0]): File => ({
  x,
  nodes: [[operator, ['x', 'w', 'b'], settings]],
  constants: { w: waves(...w), b: waves(bias) },
});

/** Shape arithmetic: nodes that begin at the shape of x [N, 4, 6] and end in `target`, a shape that x is given. */

/** Files of fused, by operator. */
export const fused: Readonly<Record<string, readonly File[]>> = {
  'com.microsoft.BiasGelu': [
    { x: [3, 5], nodes: [['com.microsoft.BiasGelu', ['x', 'w']]], constants: { w: waves(5) } },
  ],
  'com.microsoft.FastGelu': [
    { x: [3, 5], nodes: [['com.microsoft.FastGelu', ['x', 'w']]], constants: { w: waves(5) } },
    one('com.microsoft.FastGelu'),
  ],
  'com.microsoft.FusedConv': [
    weighted('com.microsoft.FusedConv', [6, 4, 3, 3], { activation: 'Relu', pads: [1, 1, 1, 1] }),
    weighted('com.microsoft.FusedConv', [6, 4, 1, 1], { activation: 'LeakyRelu', activation_params: { f: [0.2] } }),
  ],
  'com.microsoft.FusedGemm': [
    {
      x: [5],
      nodes: [
        [
          'com.microsoft.FusedGemm',
          ['x', 'w', 'b'],
          { transB: 1, activation: 'LeakyRelu', activation_alpha: { f: 0.1 } },
        ],
      ],
      constants: { w: waves(3, 5), b: waves(3) },
    },
  ],
  'com.microsoft.FusedMatMul': [
    {
      x: [3, 5],
      nodes: [['com.microsoft.FusedMatMul', ['x', 'w'], { transB: 1, alpha: { f: 0.25 } }]],
      constants: { w: waves(2, 5) },
    },
  ],
  'com.microsoft.Gelu': [one('com.microsoft.Gelu')],
  'com.microsoft.QuickGelu': [one('com.microsoft.QuickGelu', { alpha: { f: 1.5 } }), one('com.microsoft.QuickGelu')],
};
