import type { AxisRegion } from './axis-weights.ts';
import type { Size } from './pixels.ts';
import type { Preprocessing } from './preprocessing.ts';

/** What becomes of both axes: to which size the picture is resized, and which part of that is kept. */
export type Framing = { readonly across: AxisRegion; readonly down: AxisRegion };

/**
 * How a picture of this size comes to the network's square, with the rounding of torchvision's Resize and CenterCrop:
 * the shorter side becomes `resizePx` exactly, the longer one is cut to whole pixels, and the crop's corner is rounded
 * half to even. A `resizePx` below `sizePx` counts as `sizePx`: nothing is padded. `'squash'` keeps everything.
 */
export function framing({ width, height }: Size, { fit, sizePx, resizePx }: Preprocessing): Framing {
  if (fit === 'squash') return { across: whole(sizePx), down: whole(sizePx) };
  const short = Math.min(width, height);
  const target = Math.max(resizePx, sizePx);
  const resized = (side: number) => (side === short ? target : Math.trunc((target * side) / short));
  return { across: centre(resized(width), sizePx), down: centre(resized(height), sizePx) };
}

/**
 * How many pixels a picture's shorter side must keep when it is reduced while decoding: twice what it is resized to,
 * so that the resize that follows still decides what is seen.
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
