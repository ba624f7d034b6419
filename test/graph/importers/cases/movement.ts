import { type File, type FileNode, floats32, wholes } from '../file.ts';
import { image, one, type Settings } from './files.ts';

const shaped = (nodes: readonly FileNode[], constants: File['constants'] = {}, opset = 17): File => ({
  x: [4, 6],
  opset,
  constants,
  nodes: [['Shape', ['x'], {}, ['shape']], ...nodes, ['Reshape', ['x', 'target']]],
});

const sliced = (starts: number[], ends: number[], axes: number[], steps?: number[]): File => ({
  x: [6, 7],
  nodes: [['Slice', ['x', 'starts', 'ends', 'axes', ...(steps ? ['steps'] : [])]]],
  constants: {
    starts: wholes(starts),
    ends: wholes(ends),
    axes: wholes(axes),
    ...(steps ? { steps: wholes(steps) } : {}),
  },
});

const pads = (mode: string, amounts: number[], value?: number): File => ({
  x: [5, 4],
  nodes: [['Pad', ['x', 'amounts', ...(value === undefined ? [] : ['value'])], { mode }]],
  constants: { amounts: wholes(amounts), ...(value === undefined ? {} : { value: floats32([value], []) }) },
});

const parts = (opset: number, settings: Settings, sizes?: number[]): File => ({
  x: [6, 2],
  opset,
  nodes: [
    ['Split', ['x', ...(sizes ? ['sizes'] : [])], settings, ['a', 'b']],
    ['Concat', ['b', 'a'], { axis: 1 }],
  ],
  constants: sizes ? { sizes: wholes(sizes) } : {},
});

/** Files of movement, by operator. */
export const movement: Readonly<Record<string, readonly File[]>> = {
  Concat: [
    {
      x: [3, 5],
      nodes: [
        ['Exp', ['x']],
        ['Concat', ['x', 'n0', 'x'], { axis: -2 }],
      ],
    },
  ],
  DepthToSpace: [
    image('DepthToSpace', { blocksize: 2 }, 11, [8, 2, 3]),
    image('DepthToSpace', { blocksize: 2, mode: 'CRD' }, 13, [8, 2, 3]),
  ],
  Expand: [{ x: [1, 5], nodes: [['Expand', ['x', 'shape']]], constants: { shape: wholes([1, 3, 1]) } }],
  Flatten: [one('Flatten', {}, 11), one('Flatten', { axis: -2 }, 13), one('Flatten', { axis: 1 }, 21)],
  Pad: [
    pads('constant', [0, 1, 0, 0, 2, 3]),
    pads('constant', [0, -1, 1, 0, 2, -2], 1.5),
    pads('reflect', [0, 2, 1, 0, 0, 3]),
    pads('edge', [0, 2, 1, 0, 0, 3]),
    {
      x: [5, 4],
      opset: 19,
      nodes: [['Pad', ['x', 'amounts'], { mode: 'wrap' }]],
      constants: { amounts: wholes([0, 2, 1, 0, 0, 3]) },
    },
    {
      x: [5, 4],
      opset: 18,
      nodes: [['Pad', ['x', 'amounts', '', 'axes']]],
      constants: { amounts: wholes([1, 2]), axes: wholes([-1]) },
    },
  ],
  Reshape: [
    shaped([['Identity', ['t'], {}, ['target']]], { t: wholes([0, -1, 3]) }),
    shaped(
      [
        ['Gather', ['shape', 'first'], { axis: 0 }],
        ['Concat', ['n1', 'rest'], { axis: 0 }, ['target']],
      ],
      { first: wholes([0]), rest: wholes([-1]) },
    ),
  ],
  Slice: [
    sliced([1, -3], [5, 2 ** 53], [1, -1]),
    sliced([0], [6], [1], [2]),
    sliced([-1], [-(2 ** 53)], [2], [-1]),
    sliced([4], [0], [1], [-2]),
    sliced([-100], [100], [1]),
  ],
  SpaceToDepth: [image('SpaceToDepth', { blocksize: 2 }, 13, [2, 4, 6])],
  Split: [
    parts(11, { axis: 1, split: [4, 2] }),
    parts(11, { axis: -2 }),
    parts(13, { axis: 1 }, [1, 5]),
    parts(18, { axis: 1, num_outputs: 2 }),
  ],
  Squeeze: [
    one('Squeeze', { axes: [1, -1] }, 11, [1, 5, 1]),
    { x: [1, 5, 1], opset: 13, nodes: [['Squeeze', ['x', 'axes']]], constants: { axes: wholes([-3]) } },
    one('Squeeze', {}, 13, [1, 5, 1]),
  ],
  Tile: [{ x: [2, 3], nodes: [['Tile', ['x', 'times']]], constants: { times: wholes([1, 3, 2]) } }],
  Transpose: [
    one('Transpose', { perm: [0, 2, 1] }),
    {
      x: [3, 5],
      nodes: [
        ['Transpose', ['x']],
        ['Transpose', ['n0']],
      ],
    },
  ],
  Unsqueeze: [
    one('Unsqueeze', { axes: [1, -1] }, 11),
    { x: [3, 5], opset: 13, nodes: [['Unsqueeze', ['x', 'axes']]], constants: { axes: wholes([-2, 1]) } },
  ],
};
