import { interpolations } from '../interpolation.ts';
import type { Pixels } from '../pixels.ts';
import { type FreeWindow, firstOf, freeWeightBits, freeWindow, phaseOf, placed } from './free-window.ts';
import type { View } from './view.ts';

const bits = 2 * freeWeightBits;
const half = 1 << (bits - 1);

/** What one pixel of the square sees: the first pixel of its window on each axis and where its weights begin. */
type Glimpse = { left: number; top: number; across: number; down: number };

type Windows = { readonly across: FreeWindow; readonly down: FreeWindow };

/**
 * Draws a square that may be turned, sheared or reach beyond the edge: each of its pixels is the mean of the picture's
 * under a window along the picture's axes, as wide as a resize by the map's scale has it, so that reducing does not
 * alias.
 */
export function resampleFree(
  pixels: Pixels,
  { map, interpolation, beyond }: Pick<View, 'map' | 'interpolation' | 'beyond'>,
  out: Uint8ClampedArray,
): void {
  const side = Math.sqrt(out.length / 3);
  const across = freeWindow(Math.hypot(map.xx, map.xy), interpolations[interpolation]);
  const down = freeWindow(Math.hypot(map.yx, map.yy), interpolations[interpolation]);
  const windows = { across, down };
  const [lastLeft, lastTop] = [pixels.width - across.taps, pixels.height - down.taps];
  const glimpse = { left: 0, top: 0, across: 0, down: 0 };
  for (let row = 0, to = 0; row < side; row++) {
    let x = map.xx * 0.5 + map.xy * (row + 0.5) + map.x0 + across.offset;
    let y = map.yx * 0.5 + map.yy * (row + 0.5) + map.y0 + down.offset;
    for (let column = 0; column < side; column++, to += 3, x += map.xx, y += map.yx) {
      const [placeX, placeY] = [placed(x), placed(y)];
      glimpse.left = firstOf(placeX);
      glimpse.top = firstOf(placeY);
      glimpse.across = phaseOf(placeX) * across.taps;
      glimpse.down = phaseOf(placeY) * down.taps;
      const inside = glimpse.left >= 0 && glimpse.top >= 0 && glimpse.left <= lastLeft && glimpse.top <= lastTop;
      if (inside) writeInside(pixels, windows, glimpse, out, to);
      else writeAtEdge(pixels, windows, glimpse, beyond, out, to);
    }
  }
}

function writeInside({ width, data }: Pixels, windows: Windows, glimpse: Glimpse, out: Uint8ClampedArray, to: number) {
  const { across, down } = windows;
  const [weightsAcross, weightsDown] = [across.weights, down.weights];
  let red = half;
  let green = half;
  let blue = half;
  for (let j = 0; j < down.taps; j++) {
    const weightDown = weightsDown[glimpse.down + j];
    let from = ((glimpse.top + j) * width + glimpse.left) * 3;
    for (let i = 0; i < across.taps; i++, from += 3) {
      const weight = Math.imul(weightsAcross[glimpse.across + i], weightDown);
      red = (red + Math.imul(data[from], weight)) | 0;
      green = (green + Math.imul(data[from + 1], weight)) | 0;
      blue = (blue + Math.imul(data[from + 2], weight)) | 0;
    }
  }
  out[to] = red >> bits;
  out[to + 1] = green >> bits;
  out[to + 2] = blue >> bits;
}

/** The same where the window may reach beyond: there it sees the nearest pixel of the edge, or the colour `beyond`. */
function writeAtEdge(
  { width, height, data }: Pixels,
  { across, down }: Windows,
  { left, top, across: rowAcross, down: rowDown }: Glimpse,
  beyond: View['beyond'],
  out: Uint8ClampedArray,
  to: number,
) {
  const sums = [half, half, half];
  for (let j = 0; j < down.taps; j++) {
    const y = Math.min(Math.max(top + j, 0), height - 1);
    for (let i = 0; i < across.taps; i++) {
      const x = Math.min(Math.max(left + i, 0), width - 1);
      const weight = Math.imul(across.weights[rowAcross + i], down.weights[rowDown + j]);
      const outside = x !== left + i || y !== top + j;
      for (let c = 0; c < 3; c++) {
        sums[c] += weight * (outside && beyond !== null ? beyond[c] : data[(y * width + x) * 3 + c]);
      }
    }
  }
  for (let c = 0; c < 3; c++) out[to + c] = sums[c] >> bits;
}
