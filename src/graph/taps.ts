import type { Windows } from './operators/windows.ts';
import { cut, pad } from './ops.ts';
import type { Value } from './value.ts';

/** The coordinates of each tap of a kernel, row-major. */
export function tapsOf(kernel: readonly number[]): number[][] {
  return kernel.reduce<number[][]>(
    (taps, size) => taps.flatMap((tap) => Array.from({ length: size }, (_, i) => [...tap, i])),
    [[]],
  );
}

/** The pixels under one tap, one per window: [., ., ...counts]. */
export function underTap(padded: Value, tap: readonly number[], counts: readonly number[], windows: Windows): Value {
  const starts = tap.map((place, axis) => place * windows.dilations[axis]);
  const ends = starts.map((start, axis) => start + (counts[axis] - 1) * windows.strides[axis] + 1);
  return cut(padded, { starts, ends, steps: windows.strides });
}

/** x [., ., ...] padded with the zeros that the windows reach. */
export function withinZeros(x: Value, { pads, kernel }: Windows): Value {
  if (pads.every((zeros) => zeros === 0)) return x;
  return pad(x, [0, 0, ...pads.slice(0, kernel.length)], [0, 0, ...pads.slice(kernel.length)]);
}
