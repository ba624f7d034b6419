import { type File, type FileNode, floats32, truths, waves, wholes } from '../file.ts';
import { one, type Settings } from './files.ts';

const shaped = (nodes: readonly FileNode[], constants: File['constants'] = {}, opset = 17): File => ({
  x: [4, 6],
  opset,
  constants,
  nodes: [['Shape', ['x'], {}, ['shape']], ...nodes, ['Reshape', ['x', 'target']]],
});

const batch = wholes([0]);

const gathered = (operator: string, indices: ReturnType<typeof wholes>, settings: Settings = {}): File => ({
  x: [4, 3],
  nodes: [[operator, ['x', 'indices'], settings]],
  constants: { indices },
});

/** Files of numbers, by operator. */
export const numbers: Readonly<Record<string, readonly File[]>> = {
  Constant: [
    {
      x: [3, 5],
      nodes: [
        ['Constant', [], { value: waves(3, 1) }],
        ['Add', ['x', 'n0']],
      ],
    },
    {
      x: [3, 5],
      nodes: [
        ['Constant', [], { value_floats: { f: [1, 2, 3, 4, 5] } }],
        ['Add', ['x', 'n0']],
      ],
    },
    {
      x: [3, 5],
      nodes: [
        ['Constant', [], { value_float: { f: 2.5 } }],
        ['Add', ['x', 'n0']],
      ],
    },
    {
      x: [4, 6],
      nodes: [
        ['Constant', [], { value_ints: [0, -1] }],
        ['Reshape', ['x', 'n0']],
      ],
    },
    {
      x: [4, 6],
      nodes: [
        ['Constant', [], { value_int: 1 }],
        ['Gather', ['x', 'n0'], { axis: 1 }],
      ],
    },
  ],
  ConstantOfShape: [
    {
      x: [4, 6],
      nodes: [
        ['Shape', ['x']],
        ['ConstantOfShape', ['n0'], { value: floats32([2]) }],
        ['Mul', ['x', 'n1']],
      ],
    },
    {
      x: [4, 6],
      nodes: [
        ['Shape', ['x']],
        ['ConstantOfShape', ['n0']],
        ['Max', ['x', 'n1']],
      ],
    },
  ],
  EyeLike: [
    {
      x: [3, 5],
      nodes: [
        ['EyeLike', ['w'], { k: 1 }],
        ['Add', ['x', 'n0']],
      ],
      constants: { w: waves(3, 5) },
    },
  ],
  Gather: [
    gathered('Gather', wholes([2], []), { axis: 1 }),
    gathered('Gather', wholes([1, 2]), { axis: -2 }),
    gathered('Gather', wholes([3, -1, 0, 0], [2, 2]), { axis: 1 }),
  ],
  GatherElements: [gathered('GatherElements', wholes([0, 1, 2, 3, 3, 0], [2, 3, 1]), { axis: 1 })],
  GatherND: [gathered('GatherND', wholes([0, 2, 1, -1], [2, 2]))],
  If: [
    {
      x: [4],
      nodes: [
        ['Shape', ['x']],
        ['Gather', ['n0', 'first'], { axis: 0 }],
        ['Equal', ['n1', 'two']],
        [
          'If',
          ['n2'],
          { then_branch: { nodes: [['Exp', ['x']]], y: 'a' }, else_branch: { nodes: [['Neg', ['x']]], y: 'b' } },
        ],
      ],
      constants: { first: wholes([0], []), two: wholes([2], []) },
    },
  ],
  Mod: [
    shaped(
      [
        ['Mod', ['shape', 'four'], {}, ['left']],
        ['Sub', ['shape', 'left'], {}, ['whole']],
        ['Add', ['whole', 'left'], {}, ['target']],
      ],
      { four: wholes([-5]) },
    ),
  ],
  NonZero: [
    {
      x: [4, 6],
      nodes: [
        ['NonZero', ['mask']],
        ['Squeeze', ['n0', 'first']],
        ['Gather', ['x', 'n1'], { axis: 1 }],
      ],
      constants: { mask: truths([1, 0, 1, 1]), first: wholes([0]) },
    },
  ],
  Range: [
    {
      x: [4, 6],
      nodes: [
        ['Range', ['a', 'b', 'c']],
        ['Gather', ['x', 'n0'], { axis: 2 }],
      ],
      constants: { a: wholes([5], []), b: wholes([-1], []), c: wholes([-2], []) },
    },
  ],
  ScatterND: [
    {
      x: [4, 6],
      nodes: [
        ['ScatterND', ['zeros', 'places', 'ones']],
        ['Mul', ['x', 'n0']],
      ],
      constants: {
        zeros: floats32(new Array(24).fill(0), [4, 6]),
        places: wholes([0, -1, 2, 3], [2, 2]),
        ones: floats32([5, 7]),
      },
    },
  ],
  Shape: [
    shaped([['Identity', ['shape'], {}, ['target']]]),
    {
      x: [4, 6],
      nodes: [
        ['Shape', ['x'], { start: 1, end: -1 }],
        ['Concat', ['batch', 'n0', 'rest'], { axis: 0 }],
        ['Reshape', ['x', 'n1']],
      ],
      constants: { batch, rest: wholes([-1]) },
    },
  ],
  Size: [
    shaped(
      [
        ['Size', ['x']],
        ['Div', ['n1', 'two']],
        ['Unsqueeze', ['n2', 'first']],
        ['Concat', ['pair', 'n3'], { axis: 0 }, ['target']],
      ],
      { two: wholes([2], []), first: wholes([0]), pair: wholes([2]) },
    ),
  ],
  Trilu: [
    one('Trilu'),
    { x: [4, 4], nodes: [['Trilu', ['x', 'k'], { upper: 0 }]], constants: { k: wholes([-1], []) } },
  ],
};
