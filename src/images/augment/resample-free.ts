import type { Pixels } from '../pixels.ts';
import { reachOf, windowTaps, writeCoarseWeights } from './coarse-weights.ts';
import type { View } from './view.ts';

// Two values share a 32-bit number; `halves` rounds both. Constants of this file, see resize-bilinear.ts.
const coarseBits = 8;
const halves = 0x00800080;
const pair = 0x00ff00ff;

/** Weights are known at 64 positions per pixel. */
const phaseBits = 6;
const phases = 1 << phaseBits;

/** Which pixels of one axis count, and how much, for a centre at any position. */
type Window = {
  readonly taps: number;
  /** [64, taps], in 1/256. */
  readonly weights: Int32Array;
  /**
   * Added to a centre, in pixels: the whole part is then the window's first pixel, and the rest selects the weights.
   */
  readonly offset: number;
};

/**
 * Draws a square that may be rotated, sheared or reach beyond the picture's edge: pixels [S, S], red in the lowest
 * byte. Each pixel is a mean of the picture under a bilinear window, parallel to the picture's axes and as wide as in a
 * resize by the map's scale, so that reducing does not alias.
 */
export function resampleFree(pixels: Pixels, { map, beyond }: Pick<View, 'map' | 'beyond'>, out: Uint32Array): void {
  const side = Math.sqrt(out.length);
  const across = windowFor(Math.hypot(map.xx, map.xy));
  const down = windowFor(Math.hypot(map.yx, map.yy));
  const inside = insideSampler(pixels, across, down);
  const atEdge = edgeSampler(pixels, across, down, beyond);
  // A pixel is read as four bytes; the last may belong to the next pixel.
  const [lastLeft, lastTop] = [pixels.width - across.taps - 1, pixels.height - down.taps];
  for (let row = 0, to = 0; row < side; row++) {
    let x = map.xx * 0.5 + map.xy * (row + 0.5) + map.x0 + across.offset;
    let y = map.yx * 0.5 + map.yy * (row + 0.5) + map.y0 + down.offset;
    for (let column = 0; column < side; column++, to++, x += map.xx, y += map.yx) {
      const [placeX, placeY] = [Math.floor(x * phases), Math.floor(y * phases)];
      const [left, top] = [placeX >> phaseBits, placeY >> phaseBits];
      const isInside = left >= 0 && top >= 0 && left <= lastLeft && top <= lastTop;
      out[to] = isInside ? inside(placeX, placeY) : atEdge(placeX, placeY);
    }
  }
}

function windowFor(scale: number): Window {
  const reach = reachOf(scale);
  const taps = windowTaps(reach);
  const weights = new Int32Array(taps * phases);
  for (let phase = 0; phase < phases; phase++) {
    writeCoarseWeights(weights, phase * taps, { taps, centre: reach - 0.5 + phase / phases, reach });
  }
  // Plus half of 1/64, so that truncating rounds to the nearest position.
  return { taps, weights, offset: 0.5 - reach + 0.5 / phases };
}

/** The colour of a window whose first pixel is at this position, in 1/64 of a pixel. */
type Sampler = (placeX: number, placeY: number) => number;

/** Two values at a time, as in resize-bilinear.ts: within each row, then over the rows. */
function insideSampler({ width, data }: Pixels, across: Window, down: Window): Sampler {
  const bytes = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const [tapsAcross, weightsAcross] = [across.taps, across.weights];
  const [tapsDown, weightsDown] = [down.taps, down.weights];
  return (placeX, placeY) => {
    const rowAcross = (placeX & (phases - 1)) * tapsAcross;
    const rowDown = (placeY & (phases - 1)) * tapsDown;
    let line = ((placeY >> phaseBits) * width + (placeX >> phaseBits)) * 3;
    let outer = halves;
    let inner = halves;
    for (let j = 0; j < tapsDown; j++, line += 3 * width) {
      let outerAcross = halves;
      let innerAcross = halves;
      for (let i = 0, at = line; i < tapsAcross; i++, at += 3) {
        const pixel = bytes.getUint32(at, true);
        const weight = weightsAcross[rowAcross + i];
        outerAcross = (outerAcross + Math.imul(pixel & pair, weight)) | 0;
        innerAcross = (innerAcross + Math.imul((pixel >>> 8) & 255, weight)) | 0;
      }
      const weight = weightsDown[rowDown + j];
      outer = (outer + Math.imul((outerAcross >>> coarseBits) & pair, weight)) | 0;
      inner = (inner + Math.imul((innerAcross >>> coarseBits) & 255, weight)) | 0;
    }
    return ((outer >>> coarseBits) & pair) | (inner & 0xff00);
  };
}

/**
 * The same where a window may reach beyond the picture. There it takes the nearest edge pixel, or the colour `beyond`.
 */
function edgeSampler({ width, height, data }: Pixels, across: Window, down: Window, beyond: View['beyond']): Sampler {
  return (placeX, placeY) => {
    const [left, top] = [placeX >> phaseBits, placeY >> phaseBits];
    const sums = [0x8000, 0x8000, 0x8000];
    for (let j = 0; j < down.taps; j++) {
      const y = Math.min(Math.max(top + j, 0), height - 1);
      for (let i = 0; i < across.taps; i++) {
        const x = Math.min(Math.max(left + i, 0), width - 1);
        const weightAcross = across.weights[(placeX & (phases - 1)) * across.taps + i];
        const weight = weightAcross * down.weights[(placeY & (phases - 1)) * down.taps + j];
        const outside = x !== left + i || y !== top + j;
        for (let c = 0; c < 3; c++) {
          sums[c] += weight * (outside && beyond !== null ? beyond[c] : data[(y * width + x) * 3 + c]);
        }
      }
    }
    return (sums[0] >> 16) | ((sums[1] >> 16) << 8) | ((sums[2] >> 16) << 16);
  };
}
