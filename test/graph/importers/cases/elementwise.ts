import { type File, floats32, waves, wholes } from '../file.ts';
import { one, two } from './files.ts';

const positive = (operator: string): File => ({
  x: [3, 5],
  nodes: [
    ['Exp', ['x']],
    [operator, ['n0']],
  ],
});

const compared = (operator: string): File => ({
  x: [3, 5],
  nodes: [
    [operator, ['x', 'w']],
    ['Cast', ['n0'], { to: 1 }],
  ],
  constants: { w: waves(5) },
});

const ofTruths = (operator: string, unary = false): File => ({
  x: [3, 5],
  nodes: [
    ['Greater', ['x', 'w']],
    ['Less', ['x', 'v']],
    [operator, unary ? ['n0'] : ['n0', 'n1']],
    ['Cast', ['n2'], { to: 1 }],
  ],
  constants: { w: waves(5), v: waves(3, 1) },
});

/** Files of elementwise, by operator. */
export const elementwise: Readonly<Record<string, readonly File[]>> = {
  Abs: [one('Abs')],
  Add: [two('Add')],
  And: [ofTruths('And')],
  Cast: [
    {
      x: [3, 5],
      nodes: [
        ['Cast', ['x'], { to: 11 }],
        ['Cast', ['n0'], { to: 1 }],
      ],
      opset: 13,
    },
    {
      x: [3, 5],
      nodes: [
        ['Mul', ['x', 'w']],
        ['Cast', ['n0'], { to: 7 }],
        ['Cast', ['n1'], { to: 1 }],
      ],
      constants: { w: floats32([7], []) },
    },
  ],
  CastLike: [
    {
      x: [3, 5],
      nodes: [
        ['CastLike', ['x', 'w']],
        ['Cast', ['n0'], { to: 1 }],
      ],
      constants: { w: wholes([1]) },
    },
  ],
  Ceil: [one('Ceil')],
  Celu: [one('Celu', { alpha: { f: 0.7 } })],
  Clip: [
    {
      x: [3, 5],
      opset: 11,
      nodes: [['Clip', ['x', 'least', 'most']]],
      constants: { least: floats32([-0.3], []), most: floats32([0.4], []) },
    },
    { x: [3, 5], nodes: [['Clip', ['x', 'least']]], constants: { least: floats32([0], []) } },
    { x: [3, 5], nodes: [['Clip', ['x', '', 'most']]], constants: { most: floats32([0.4], []) } },
  ],
  Cos: [one('Cos')],
  Div: [two('Div')],
  Dropout: [
    one('Dropout', { ratio: { f: 0.3 } }, 11),
    { x: [3], opset: 13, nodes: [['Dropout', ['x', 'ratio']]], constants: { ratio: floats32([0.3], []) } },
  ],
  Elu: [one('Elu', { alpha: { f: 0.5 } })],
  Equal: [compared('Equal')],
  Erf: [one('Erf')],
  Exp: [one('Exp')],
  Floor: [one('Floor')],
  Gelu: [one('Gelu', {}, 20), one('Gelu', { approximate: 'tanh' }, 20)],
  Greater: [compared('Greater')],
  GreaterOrEqual: [compared('GreaterOrEqual')],
  HardSigmoid: [one('HardSigmoid'), one('HardSigmoid', { alpha: { f: 0.3 }, beta: { f: 0.4 } })],
  HardSwish: [one('HardSwish')],
  Identity: [
    {
      x: [3, 5],
      nodes: [
        ['Identity', ['w']],
        ['Identity', ['x']],
        ['Add', ['n0', 'n1']],
      ],
      constants: { w: waves(5) },
    },
  ],
  LeakyRelu: [one('LeakyRelu'), one('LeakyRelu', { alpha: { f: 0.3 } })],
  Less: [compared('Less')],
  LessOrEqual: [compared('LessOrEqual')],
  Log: [positive('Log')],
  LogSoftmax: [one('LogSoftmax', {}, 11), one('LogSoftmax', { axis: 1 }, 13)],
  Max: [
    {
      x: [3, 5],
      nodes: [
        ['Neg', ['x']],
        ['Max', ['x', 'n0', 'w']],
      ],
      constants: { w: waves(5) },
    },
  ],
  Mean: [
    {
      x: [3, 5],
      nodes: [
        ['Neg', ['x']],
        ['Mean', ['x', 'n0', 'w']],
      ],
      constants: { w: waves(5) },
    },
  ],
  Min: [{ x: [3, 5], nodes: [['Min', ['x', 'w']]], constants: { w: waves(5) } }],
  Mish: [one('Mish', {}, 18)],
  Mul: [two('Mul')],
  Neg: [one('Neg')],
  Not: [ofTruths('Not', true)],
  Or: [ofTruths('Or')],
  PRelu: [two('PRelu')],
  Pow: [
    ...[2, 3, 1, 4].map(
      (exponent): File => ({ x: [3, 5], nodes: [['Pow', ['x', 'e']]], constants: { e: floats32([exponent], []) } }),
    ),
    ...[0.5, -1, 1.7].map(
      (exponent): File => ({
        x: [3, 5],
        nodes: [
          ['Exp', ['x']],
          ['Pow', ['n0', 'e']],
        ],
        constants: { e: floats32([exponent], []) },
      }),
    ),
    { x: [3, 5], nodes: [['Pow', ['x', 'e']]], constants: { e: wholes([2], []) } },
  ],
  Reciprocal: [positive('Reciprocal')],
  Relu: [one('Relu')],
  Selu: [one('Selu')],
  Sigmoid: [one('Sigmoid')],
  Sign: [one('Sign')],
  Sin: [one('Sin')],
  Softmax: [one('Softmax', {}, 11), one('Softmax', { axis: 1 }, 13), one('Softmax', {}, 13)],
  Softplus: [one('Softplus')],
  Softsign: [one('Softsign')],
  Sqrt: [positive('Sqrt')],
  Sub: [two('Sub')],
  Sum: [
    {
      x: [3, 5],
      nodes: [
        ['Neg', ['x']],
        ['Sum', ['x', 'n0', 'w']],
      ],
      constants: { w: waves(5) },
    },
  ],
  Tanh: [one('Tanh')],
  ThresholdedRelu: [one('ThresholdedRelu', { alpha: { f: 0.2 } })],
  Where: [
    {
      x: [3, 5],
      nodes: [
        ['Greater', ['x', 'w']],
        ['Where', ['n0', 'x', 'w']],
      ],
      constants: { w: waves(5) },
    },
  ],
  Xor: [ofTruths('Xor')],
};
