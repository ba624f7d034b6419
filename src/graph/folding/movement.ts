import { integer, integers } from '../node.ts';
import { constantNumbers, sizes } from '../value.ts';
import { type Evaluator, moved, spread } from './evaluator.ts';

/** The same numbers, whatever shape they have now. */
export const unmoved: Evaluator = ([x]) => constantNumbers(x);

/** Repeated along the axes of size 1 that the output stretches. */
export const expanded: Evaluator = ([x], _, output) => spread(x, output);

/** With the axes in the order of `perm`. */
export const transposed: Evaluator = ([x], attributes, output) => {
  const order = integers(attributes, 'perm');
  return moved(x, output, (at) => order.map((_, axis) => at[order.indexOf(axis)]));
};

/** Every so-many-th number from the starts on, along the axes that are named. */
export const sliced: Evaluator = ([x, starts, , axes, steps], _, output) => {
  const from = new Map(constantNumbers(axes).map((axis, i) => [axis, constantNumbers(starts)[i]]));
  const stride = new Map(constantNumbers(axes).map((axis, i) => [axis, steps ? constantNumbers(steps)[i] : 1]));
  return moved(x, output, (at) => at.map((place, axis) => (from.get(axis) ?? 0) + place * (stride.get(axis) ?? 1)));
};

/** One behind another along an axis. */
export const concatenated: Evaluator = (inputs, attributes, output) => {
  const axis = integer(attributes, 'axis');
  const inner = sizes(output.shape.slice(axis + 1)).reduce((product, size) => product * size, 1);
  const outer = sizes(output.shape.slice(0, axis)).reduce((product, size) => product * size, 1);
  const parts = inputs.map((input) => ({ numbers: constantNumbers(input), run: Number(input.shape[axis]) * inner }));
  return Array.from({ length: outer }, (_, i) =>
    parts.flatMap(({ numbers, run }) => numbers.slice(i * run, (i + 1) * run)),
  ).flat();
};

/** The slices at given places along an axis; places below 0 count from its end. */
export const gathered: Evaluator = ([x, indices], attributes, output) => {
  const axis = integer(attributes, 'axis');
  const size = Number(x.shape[axis]);
  const rank = indices.shape.length;
  const [places, shape] = [constantNumbers(indices), sizes(indices.shape)];
  return moved(x, output, (at) => {
    const place = places[shape.reduce((sum, length, i) => sum * length + at[axis + i], 0)];
    return [...at.slice(0, axis), place < 0 ? place + size : place, ...at.slice(axis + rank)];
  });
};
