import { axisWeights } from './axis-weights.ts';
import { framing } from './framing.ts';
import { interpolations } from './interpolation.ts';
import type { Pixels } from './pixels.ts';
import { colourPlacements } from './placement.ts';
import type { Preprocessing } from './preprocessing.ts';
import { resampleAcross, resampleDown } from './resample.ts';
import { fiveTaps, resampleAcrossFive, resampleDownFive } from './resample-five.ts';

/**
 * Version of everything between an encoded picture and a network's input, decoding included. Raise it with every change
 * that may give other numbers for a picture: fingerprints cover it, so old vectors are never mixed with new ones.
 */
export const PIXELS_VERSION = 2;

/**
 * Turns pixels into a network's input, float32, [3, S, S] or [S, S, 3] by layout. Writes to the beginning of `into` and
 * returns it; pass a subarray to fill one picture of a batch.
 */
export type Prepare = (pixels: Pixels, into?: Float32Array) => Float32Array;

/**
 * Makes the preprocessing that a card asks for: antialiased resize, crop, normalisation, layout. The numbers are those
 * of Pillow's resize (fixed-point weights, 8 bits between both passes). Only pixels inside the crop are computed. It
 * keeps the weights of the last size and one strip of memory: make one for many pictures, and do not share it between
 * threads.
 */
export function preparer(preprocessing: Preprocessing): Prepare {
  const placements = colourPlacements(preprocessing);
  const length = 3 * preprocessing.sizePx ** 2;
  let plan: Plan | null = null;
  let memory = new Uint8ClampedArray(0);
  return (pixels, into = new Float32Array(length)) => {
    if (!plan || !fits(plan, pixels)) plan = planFor(pixels, preprocessing);
    const { across, down, top, stripLength } = plan;
    if (memory.length < stripLength) memory = new Uint8ClampedArray(stripLength);
    const strip = { columns: preprocessing.sizePx, data: memory.subarray(0, stripLength) };
    (across.taps === fiveTaps ? resampleAcrossFive : resampleAcross)(pixels, across, top, strip);
    (down.taps === fiveTaps ? resampleDownFive : resampleDown)(strip, down, top, { ...placements, into });
    return into;
  };
}

/** One picture as a network's input. For many pictures use preparer, which is faster. */
export function prepare(pixels: Pixels, preprocessing: Preprocessing): Float32Array {
  return preparer(preprocessing)(pixels);
}

type Plan = ReturnType<typeof planFor>;

function fits(plan: Plan, { width, height, reduction }: Pixels): boolean {
  return plan.width === width && plan.height === height && !plan.reduction && !reduction;
}

/** What depends only on the picture's size and reduction. */
function planFor({ width, height, reduction }: Pixels, preprocessing: Preprocessing) {
  const { original, box } = reduction ?? { original: { width, height }, box: { left: 0, top: 0, width, height } };
  const frame = framing(original, preprocessing);
  const interpolation = interpolations[preprocessing.interpolation];
  const across = axisWeights({ size: width, start: box.left, length: box.width }, frame.across, interpolation);
  const down = axisWeights({ size: height, start: box.top, length: box.height }, frame.down, interpolation);
  const top = down.first.reduce((least, row) => Math.min(least, row));
  const bottom = down.first.reduce((most, row) => Math.max(most, row)) + down.taps;
  return { width, height, reduction, across, down, top, stripLength: (bottom - top) * preprocessing.sizePx * 3 };
}
