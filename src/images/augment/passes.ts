import type { Curves, Tables } from './colour-step.ts';

// The loops below visit every pixel of every picture. They copy object fields to local variables first, which halves
// their time.

// The luma of Pillow's mode L (ITU-R 601-2), in 1/65536.
const lumaRed = 19595;
const lumaGreen = 38470;
const lumaBlue = 7471;
const half = 0x8000;
const bits = 16;

/** Applies a step to pixels, [P], red in the lowest byte, in place. */
export function applyStep(pixels: Uint32Array, { before, saturation, reach, after }: Tables<Uint8Array>): void {
  const [reds, greens, blues] = before;
  const [redsAfter, greensAfter, bluesAfter] = after;
  for (let i = 0; i < pixels.length; i++) {
    const pixel = pixels[i];
    const red = reds[pixel & 255];
    const green = greens[(pixel >>> 8) & 255];
    const blue = blues[(pixel >>> 16) & 255];
    const grey = lumaOf(red, green, blue);
    const at = grey + reach;
    const redAfter = redsAfter[at + (Math.imul(saturation, red - grey) >> bits)];
    const greenAfter = greensAfter[at + (Math.imul(saturation, green - grey) >> bits)];
    const blueAfter = bluesAfter[at + (Math.imul(saturation, blue - grey) >> bits)];
    pixels[i] = redAfter | (greenAfter << 8) | (blueAfter << 16);
  }
}

/** The sum of the pixels' lumas after a step. */
export function sumOfLumas(pixels: Uint32Array, { before, saturation, reach, after }: Tables<Uint8Array>): number {
  const [reds, greens, blues] = before;
  const [redsAfter, greensAfter, bluesAfter] = after;
  let sum = 0;
  for (let i = 0; i < pixels.length; i++) {
    const pixel = pixels[i];
    const red = reds[pixel & 255];
    const green = greens[(pixel >>> 8) & 255];
    const blue = blues[(pixel >>> 16) & 255];
    const grey = lumaOf(red, green, blue);
    const at = grey + reach;
    const redAfter = redsAfter[at + (Math.imul(saturation, red - grey) >> bits)];
    const greenAfter = greensAfter[at + (Math.imul(saturation, green - grey) >> bits)];
    const blueAfter = bluesAfter[at + (Math.imul(saturation, blue - grey) >> bits)];
    sum += lumaOf(redAfter, greenAfter, blueAfter);
  }
  return sum;
}

/** The same where each value only passes its colour's curve: three look-ups per pixel. */
export function sumOfBentLumas(pixels: Uint32Array, [reds, greens, blues]: Curves): number {
  const fromRed = Int32Array.from(reds, (value) => lumaRed * value);
  const fromGreen = Int32Array.from(greens, (value) => lumaGreen * value);
  const fromBlue = Int32Array.from(blues, (value) => lumaBlue * value);
  let sum = 0;
  for (let i = 0; i < pixels.length; i++) {
    const pixel = pixels[i];
    sum += (fromRed[pixel & 255] + fromGreen[(pixel >>> 8) & 255] + fromBlue[(pixel >>> 16) & 255] + half) >> bits;
  }
  return sum;
}

/** The index of each colour's first value in the network's input, and the distance between neighbouring pixels. */
export type ChannelOffsets = {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
  readonly step: number;
};

/** Applies a step whose last tables hold the network's input values, and writes these to `into`. */
export function writeNetworkInput(
  pixels: Uint32Array,
  { before, saturation, reach, after }: Tables<Float32Array>,
  { red: redTo, green: greenTo, blue: blueTo, step }: ChannelOffsets,
  into: Float32Array,
): void {
  const [reds, greens, blues] = before;
  const [redsAfter, greensAfter, bluesAfter] = after;
  for (let i = 0, to = 0; i < pixels.length; i++, to += step) {
    const pixel = pixels[i];
    const red = reds[pixel & 255];
    const green = greens[(pixel >>> 8) & 255];
    const blue = blues[(pixel >>> 16) & 255];
    const grey = lumaOf(red, green, blue);
    const at = grey + reach;
    into[to + redTo] = redsAfter[at + (Math.imul(saturation, red - grey) >> bits)];
    into[to + greenTo] = greensAfter[at + (Math.imul(saturation, green - grey) >> bits)];
    into[to + blueTo] = bluesAfter[at + (Math.imul(saturation, blue - grey) >> bits)];
  }
}

function lumaOf(red: number, green: number, blue: number): number {
  return (Math.imul(lumaRed, red) + Math.imul(lumaGreen, green) + Math.imul(lumaBlue, blue) + half) >> bits;
}
