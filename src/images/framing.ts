import type { AxisRegion } from './axis-weights.ts';
import type { Size } from './pixels.ts';
import type { Preprocessing } from './preprocessing.ts';

/** For both axes: the size to resize to, and the part of it to keep. */
export type Framing = { readonly across: AxisRegion; readonly down: AxisRegion };

/**
 * How a picture of this size is brought to the network's square, with the rounding of torchvision's Resize and
 * CenterCrop: the shorter side becomes exactly `resizePx`, the longer one is truncated to whole pixels, and the crop's
 * corner is rounded half to even. A `resizePx` below `sizePx` counts as `sizePx`, so nothing is padded. `'squash'`
 * resizes the whole picture to the square.
 */
export function framing({ width, height }: Size, { fit, sizePx, resizePx }: Preprocessing): Framing {
  if (fit === 'squash') return { across: whole(sizePx), down: whole(sizePx) };
  const short = Math.min(width, height);
  const target = Math.max(resizePx, sizePx);
  const resized = (side: number) => (side === short ? target : Math.trunc((target * side) / short));
  return { across: centre(resized(width), sizePx), down: centre(resized(height), sizePx) };
}

/**
 * The least length of a picture's shorter side that a decoder may reduce it to: twice the side that it is resized to,
 * so that the resize, and not the decoder, determines the result.
 */
export function shortSideFor({ fit, sizePx, resizePx }: Preprocessing): number {
  return 2 * (fit === 'squash' ? sizePx : Math.max(resizePx, sizePx));
}

function whole(outSize: number): AxisRegion {
  return { outSize, from: 0, count: outSize };
}

function centre(outSize: number, count: number): AxisRegion {
  return { outSize, from: halfToEven(outSize - count), count };
}

/** `value / 2`, rounded half to even. */
function halfToEven(value: number): number {
  const below = Math.floor(value / 2);
  return value % 2 === 1 && below % 2 === 1 ? below + 1 : below;
}
