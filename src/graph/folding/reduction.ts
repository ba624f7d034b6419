import { constantNumbers, sizes } from '../value.ts';
import { coordinates, type Evaluator, offset, stridesOf } from './evaluator.ts';

/** Folds the elements along the axes that the second input lists. */
export function reduced(start: number, step: (sum: number, value: number) => number): Evaluator {
  return ([x, axes], _, output) => {
    const gone = new Set(constantNumbers(axes));
    const kept = sizes(x.shape).map((size, axis) => (gone.has(axis) ? 1 : size));
    const strides = stridesOf(kept).map((stride, axis) => (gone.has(axis) ? 0 : stride));
    const totals = new Array<number>(sizes(output.shape).reduce((product, size) => product * size, 1)).fill(start);
    const numbers = constantNumbers(x);
    coordinates(sizes(x.shape)).forEach((at, i) => {
      const place = offset(at, strides);
      totals[place] = step(totals[place], numbers[i]);
    });
    return totals;
  };
}

/** The arithmetic mean along the axes that the second input lists. */
export const averaged: Evaluator = (inputs, attributes, output) => {
  const sums = reduced(0, (sum, value) => sum + value)(inputs, attributes, output);
  const count = constantNumbers(inputs[0]).length / sums.length;
  return Float32Array.from(sums, (sum) => sum / count);
};
