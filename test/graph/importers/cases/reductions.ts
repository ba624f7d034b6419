import { type File, type FileNode, wholes } from '../file.ts';
import { one } from './files.ts';

const shaped = (nodes: readonly FileNode[], constants: File['constants'] = {}, opset = 17): File => ({
  x: [4, 6],
  opset,
  constants,
  nodes: [['Shape', ['x'], {}, ['shape']], ...nodes, ['Reshape', ['x', 'target']]],
});

const batch = wholes([0]);

const reduced = (operator: string): readonly File[] => [
  one(operator, { axes: [1], keepdims: 0 }, 11),
  one(operator, { axes: [-1, -2] }, 17),
  { x: [3, 5], opset: 18, nodes: [[operator, ['x', 'axes'], { keepdims: 0 }]], constants: { axes: wholes([-1]) } },
  { x: [3, 5], opset: 18, nodes: [[operator, ['x'], { noop_with_empty_axes: 1 }]] },
];

const positiveReduced = (operator: string): readonly File[] =>
  [11, 17].map((opset) => ({
    x: [3, 5],
    opset,
    nodes: [
      ['Exp', ['x']],
      [operator, ['n0'], { axes: [1] }],
    ],
  }));

/** Files of reductions, by operator. */
export const reductions: Readonly<Record<string, readonly File[]>> = {
  CumSum: [
    {
      x: [4, 6],
      nodes: [
        ['CumSum', ['ones', 'axis']],
        ['Cast', ['n0'], { to: 1 }],
        ['Mul', ['x', 'n1']],
      ],
      constants: { ones: wholes(new Array(24).fill(2), [4, 6]), axis: wholes([-1], []) },
    },
  ],
  ReduceL1: reduced('ReduceL1'),
  ReduceL2: reduced('ReduceL2'),
  ReduceLogSum: positiveReduced('ReduceLogSum'),
  ReduceLogSumExp: reduced('ReduceLogSumExp'),
  ReduceMax: reduced('ReduceMax'),
  ReduceMean: reduced('ReduceMean'),
  ReduceMin: reduced('ReduceMin'),
  ReduceProd: [
    shaped(
      [
        ['Slice', ['shape', 'one', 'three']],
        ['ReduceProd', ['n1'], { axes: [0] }],
        ['Concat', ['batch', 'n2'], { axis: 0 }, ['target']],
      ],
      { one: wholes([1]), three: wholes([3]), batch },
    ),
  ],
  ReduceSum: [
    one('ReduceSum', { axes: [1], keepdims: 0 }, 11),
    { x: [3, 5], opset: 13, nodes: [['ReduceSum', ['x', 'axes']]], constants: { axes: wholes([-1, 1]) } },
  ],
  ReduceSumSquare: reduced('ReduceSumSquare'),
};
