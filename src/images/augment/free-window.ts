import type { Interpolation } from '../interpolation.ts';

/** Places between two pixels at which weights are known: 1/64 of a pixel. */
const phaseBits = 6;

/** Fraction bits of a weight: 255 times both axes' weights stays inside 32 bits. */
export const freeWeightBits = 11;

/** Which pixels of one axis count for a centre that may lie anywhere, and how much. */
export type FreeWindow = {
  readonly taps: number;
  /** [64, taps], in units of 2^-11; each row sums to one. */
  readonly weights: Int32Array;
  /** Added to a centre, in pixels, before `placed`. */
  readonly offset: number;
};

/** The window of an interpolation, widened where `scale` pixels become one: as in axisWeights, for any centre. */
export function freeWindow(scale: number, { support, weight }: Interpolation): FreeWindow {
  if (support === 0) return { taps: 1, offset: 0, weights: new Int32Array(1 << phaseBits).fill(1 << freeWeightBits) };
  const widening = Math.max(1, scale);
  const reach = support * widening;
  const taps = Math.ceil(2 * reach);
  const weights = new Int32Array(taps << phaseBits);
  for (let phase = 0; phase < 1 << phaseBits; phase++) {
    const centre = reach - 0.5 + phase / (1 << phaseBits);
    const raw = Array.from({ length: taps }, (_, tap) => weight((tap + 0.5 - centre) / widening));
    weights.set(summingToOne(raw), phase * taps);
  }
  // Half a phase more, so that cutting the rest rounds to the nearest phase.
  return { taps, weights, offset: 0.5 - reach + 0.5 / (1 << phaseBits) };
}

/** Where a window begins, `first`, and with which row of weights, for `centre + offset`: one whole number, see below. */
export function placed(position: number): number {
  return Math.floor(position * (1 << phaseBits));
}

/** The first pixel of a placed window. */
export function firstOf(place: number): number {
  return place >> phaseBits;
}

/** The row of weights of a placed window. */
export function phaseOf(place: number): number {
  return place & ((1 << phaseBits) - 1);
}

function summingToOne(raw: readonly number[]): number[] {
  const sum = raw.reduce((total, value) => total + value, 0);
  const whole = raw.map((value) => Math.round((value / sum) * (1 << freeWeightBits)));
  const missing = (1 << freeWeightBits) - whole.reduce((total, value) => total + value, 0);
  whole[whole.indexOf(Math.max(...whole))] += missing;
  return whole;
}
