import * as ops from '../../../src/graph/ops.ts';
import type { Value } from '../../../src/graph/value.ts';
import { type CaseOf, caseOf, free, someSizes } from './case.ts';

/** Operators that only move numbers. */
export const movement = {
  Transpose: (random) => {
    const order = random.shuffle([0, 1, 2]);
    return caseOf(free([someSizes(random, 3)]), ([x]) => ops.transpose(x, order));
  },
  Reshape: (random) => {
    const [a, b, c] = someSizes(random, 3);
    return caseOf(free([[a, b, c]]), ([x]) => ops.reshape(x, [c * a, b]));
  },
  Expand: (random) => {
    const [a, b] = someSizes(random, 2);
    return caseOf(free([[a, 1]]), ([x]) => ops.expand(x, [3, a, b]));
  },
  Concat: (random) => {
    const [a, b, c] = someSizes(random, 3);
    return caseOf(
      free([
        [a, b],
        [a, c],
      ]),
      (parts) => ops.concat(parts, 1),
    );
  },
  Slice: (random) => {
    const [start, stride] = [random.integer(3), 1 + random.integer(3)];
    const end = start + 1 + random.integer(7 - start);
    return caseOf(free([[3, 7]]), ([x]) => stepped(x, start, end, stride));
  },
  Pad: (random) => {
    const [before, after] = [
      [random.integer(2), 1],
      [2, random.integer(3)],
    ];
    return caseOf(free([someSizes(random, 2)]), ([x]) => ops.pad(x, before, after));
  },
  Gather: (random) => {
    const axis = random.integer(3);
    const indices = Array.from({ length: 6 }, () => random.integer(3));
    const call = ([x]: readonly Value[]) =>
      ops.gather(x, x.graph.constant(indices, { type: 'int64', shape: [2, 3] }), axis);
    return caseOf(free([[3, 4, 3].with(axis, 3)]), call);
  },
  GatherElements: (random) => {
    const indices = Array.from({ length: 8 }, () => random.integer(3));
    const call = ([x]: readonly Value[]) =>
      ops.gatherElements(x, x.graph.constant(indices, { type: 'int64', shape: [4, 2] }));
    return caseOf(free([[4, 3]]), call);
  },
  DepthToSpace: (random) => {
    const [n, c, h, w] = someSizes(random, 4);
    const mode = random.integer(2) === 0 ? 'DCR' : 'CRD';
    return caseOf(free([[n, c * 4, h, w]]), ([x]) => ops.record('DepthToSpace', [x], { blocksize: 2, mode }));
  },
} satisfies Record<string, CaseOf>;

/** Every `stride`-th column from `start` up to `end`. */
function stepped(x: Value, start: number, end: number, stride: number): Value {
  const one = (value: number) => x.graph.constant([value], { type: 'int64' });
  return ops.record('Slice', [x, one(start), one(end), one(1), one(stride)]);
}
