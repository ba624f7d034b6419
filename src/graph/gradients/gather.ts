import { integer } from '../node.ts';
import { expand, reshape, scatterAdd, transpose } from '../ops.ts';
import { elementCount, sizes, type Value } from '../value.ts';
import type { Gradient } from './gradient.ts';

/** Each slice that was taken receives its gradient; a slice that was taken twice receives both. */
export const gatherGradient: Gradient = ({ inputs: [x, indices], attributes }, [dy]) => {
  const axis = integer(attributes, 'axis');
  const others = sizes(x.shape).toSpliced(axis, 1);
  const rows = reshape(axisFirst(dy, axis, indices.shape.length), [elementCount(indices.shape), ...others]);
  const zeros = expand(dy.graph.scalar(0, dy.type), [x.shape[axis], ...others]);
  const first = scatterAdd(zeros, reshape(indices, [-1, 1]), rows);
  return [transpose(first, moved(x.shape.length, 0, axis)), null];
};

/** Moves the `count` axes of the indices, which begin at `axis`, to the front of dy. */
function axisFirst(dy: Value, axis: number, count: number): Value {
  const axes = dy.shape.map((_, i) => i);
  return transpose(dy, [...axes.slice(axis, axis + count), ...axes.slice(0, axis), ...axes.slice(axis + count)]);
}

/** The order of axes that moves axis `from` to position `to`. */
function moved(rank: number, from: number, to: number): number[] {
  const axes = Array.from({ length: rank }, (_, i) => i);
  return axes.toSpliced(from, 1).toSpliced(to, 0, from);
}
