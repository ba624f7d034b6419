import { internalError } from '../../base/error.ts';
import * as ops from '../ops.ts';
import { elementCount, type Value } from '../value.ts';
import { fromFront, type Importer, numbers, operand, requiredNumbers, stringAttribute } from './file-node.ts';

/** Pads x; negative amounts crop it. */
export const padded: Importer = (node) => {
  const x = operand(node, 0);
  const rank = x.shape.length;
  const given = requiredNumbers(node, 1);
  const axes = numbers(node, 3)?.map((axis) => fromFront(axis, rank)) ?? x.shape.map((_, axis) => axis);
  const along = (axis: number, half: number) =>
    axes.includes(axis) ? given[axes.indexOf(axis) + half * axes.length] : 0;
  const before = x.shape.map((_, axis) => along(axis, 0));
  const after = x.shape.map((_, axis) => along(axis, 1));
  const mode = stringAttribute(node, 'mode');
  const cut = cropped(x, before, after);
  if (mode === 'constant') return filledAround(cut, before.map(grown), after.map(grown), numbers(node, 2)?.[0] ?? 0);
  const place = mirrors[mode];
  if (!place) throw internalError(`the padding mode ${mode} is not supported`);
  return before.reduce((y, amount, axis) => mirrored(y, axis, grown(amount), grown(after[axis]), place), cut);
};

function grown(amount: number): number {
  return Math.max(0, amount);
}

function cropped(x: Value, before: readonly number[], after: readonly number[]): Value {
  return before.reduce((y, amount, axis) => {
    const size = Number(y.shape[axis]);
    return amount < 0 || after[axis] < 0
      ? ops.slice(y, axis, Math.max(0, -amount), size - Math.max(0, -after[axis]))
      : y;
  }, x);
}

function filledAround(x: Value, before: readonly number[], after: readonly number[], value: number): Value {
  if ([...before, ...after].every((amount) => amount === 0)) return x;
  if (value === 0 && x.type !== 'bool') return ops.pad(x, before, after);
  return before.reduce((y, amount, axis) => {
    const parts = [block(y, axis, amount, value), y, block(y, axis, after[axis], value)];
    return parts.some((part) => part !== y && part)
      ? ops.concat(
          parts.filter((part) => part !== null),
          axis,
        )
      : y;
  }, x);
}

function block({ graph, shape, type }: Value, axis: number, size: number, value: number): Value | null {
  if (size === 0) return null;
  const sides = shape.with(axis, size);
  return graph.constant(new Array<number>(elementCount(sides)).fill(value), { shape: sides, type });
}

/** Which element of an axis of `size` fills an index outside it, by padding mode. */
const mirrors: Readonly<Record<string, (place: number, size: number) => number>> = {
  edge: (place, size) => Math.min(size - 1, Math.max(0, place)),
  wrap: (place, size) => ((place % size) + size) % size,
  reflect: (place, size) => {
    const period = Math.max(1, 2 * (size - 1));
    const folded = ((place % period) + period) % period;
    return folded < size ? folded : period - folded;
  },
};

function mirrored(
  x: Value,
  axis: number,
  before: number,
  after: number,
  source: (place: number, size: number) => number,
): Value {
  if (before + after === 0) return x;
  const size = Number(x.shape[axis]);
  const places = Array.from({ length: before + size + after }, (_, i) => source(i - before, size));
  return ops.gather(x, x.graph.constant(places, { type: 'int64' }), axis);
}
