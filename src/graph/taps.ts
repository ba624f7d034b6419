import type { Windows } from './operators/windows.ts';
import { cut, pad } from './ops.ts';
import type { Value } from './value.ts';

/** Where each tap of a kernel lies, row-major. */
export function tapsOf(kernel: readonly number[]): number[][] {
  return kernel.reduce<number[][]>(
    (taps, size) => taps.flatMap((tap) => Array.from({ length: size }, (_, i) => [...tap, i])),
    [[]],
  );
}

/** The pixels that one tap sees, one a window: [., ., ...counts]. */
export function underTap(padded: Value, tap: readonly number[], counts: readonly number[], windows: Windows): Value {
  const starts = tap.map((place, axis) => place * windows.dilations[axis]);
  const ends = starts.map((start, axis) => start + (counts[axis] - 1) * windows.strides[axis] + 1);
  return cut(padded, { starts, ends, steps: windows.strides });
}

/** x [., ., ...] with the zeros around it that the windows reach into. */
export function withinZeros(x: Value, { pads, kernel }: Windows): Value {
  if (pads.every((zeros) => zeros === 0)) return x;
  return pad(x, [0, 0, ...pads.slice(0, kernel.length)], [0, 0, ...pads.slice(kernel.length)]);
}
