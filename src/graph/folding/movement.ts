import { integer, integers } from '../node.ts';
import { constantNumbers, sizes } from '../value.ts';
import { broadcastNumbers, type Evaluator, moved } from './evaluator.ts';

/** The same numbers; only the shape differs. */
export const unmoved: Evaluator = ([x]) => constantNumbers(x);

/** Broadcasts to the shape of the output. */
export const expanded: Evaluator = ([x], _, output) => broadcastNumbers(x, output);

/** Transposes by `perm`. */
export const transposed: Evaluator = ([x], attributes, output) => {
  const order = integers(attributes, 'perm');
  return moved(x, output, (at) => order.map((_, axis) => at[order.indexOf(axis)]));
};

/** Slices: along the named axes, every step-th element from the start on. */
export const sliced: Evaluator = ([x, starts, , axes, steps], _, output) => {
  const from = new Map(constantNumbers(axes).map((axis, i) => [axis, constantNumbers(starts)[i]]));
  const stride = new Map(constantNumbers(axes).map((axis, i) => [axis, steps ? constantNumbers(steps)[i] : 1]));
  return moved(x, output, (at) => at.map((place, axis) => (from.get(axis) ?? 0) + place * (stride.get(axis) ?? 1)));
};

/** Concatenates along an axis. */
export const concatenated: Evaluator = (inputs, attributes, output) => {
  const axis = integer(attributes, 'axis');
  const inner = sizes(output.shape.slice(axis + 1)).reduce((product, size) => product * size, 1);
  const outer = sizes(output.shape.slice(0, axis)).reduce((product, size) => product * size, 1);
  const parts = inputs.map((input) => ({ numbers: constantNumbers(input), run: Number(input.shape[axis]) * inner }));
  return Array.from({ length: outer }, (_, i) =>
    parts.flatMap(({ numbers, run }) => numbers.slice(i * run, (i + 1) * run)),
  ).flat();
};

/** Takes the slices at the given indices along an axis; negative indices count from its end. */
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
