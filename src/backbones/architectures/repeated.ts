import type { Value } from '../../graph/value.ts';

/** Applies `times` blocks one after the other; each gets its index, from 0. */
export function repeated(x: Value, times: number, block: (x: Value, index: number) => Value): Value {
  return Array.from({ length: times }, (_, i) => i).reduce(block, x);
}
