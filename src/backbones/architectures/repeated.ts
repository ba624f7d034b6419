import type { Value } from '../../graph/value.ts';

/** What comes of x after so many blocks, one after the other; each is told its number, from 0. */
export function repeated(x: Value, times: number, block: (x: Value, index: number) => Value): Value {
  return Array.from({ length: times }, (_, i) => i).reduce(block, x);
}
