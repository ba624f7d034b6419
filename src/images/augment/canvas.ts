import type { ColourPlacements } from '../placement.ts';
import { type ColourStep, type Curves, identityStep, tablesOf, withCurves } from './colour-step.ts';
import { applyStep, sumOfBentLumas, sumOfLumas, writeNetworkInput } from './passes.ts';

/** The index of the value 0 in a placement's table. */
const placedFrom = 512;

/**
 * A small square of 8-bit RGB that paints work on. Changes that treat each pixel alone are collected in one pending
 * step and applied together with the next pass over the pixels, so that a colour jitter costs about as much as a copy.
 */
export class Canvas {
  readonly sizePx: number;
  /** [S, S], one pixel per number: red in the lowest byte, then green and blue. The pending step is not yet applied. */
  readonly #pixels: Uint32Array;
  readonly #bytes: Uint8ClampedArray;
  #step: ColourStep = identityStep;

  constructor(sizePx: number) {
    this.sizePx = sizePx;
    this.#pixels = new Uint32Array(sizePx * sizePx);
    // This needs a little-endian machine; all machines that still run JavaScript are.
    this.#bytes = new Uint8ClampedArray(this.#pixels.buffer);
  }

  /** Drops the pending step and gives the pixels, [S, S], for writing: red in the lowest byte. */
  clear(): Uint32Array {
    this.#step = identityStep;
    return this.#pixels;
  }

  /**
   * Applies the pending step and gives the pixels, [S, S, 4]; the fourth byte has no meaning. They may be written to
   * until the next call.
   */
  bytes(): Uint8ClampedArray {
    if (this.#step !== identityStep)
      applyStep(
        this.#pixels,
        tablesOf(this.#step, (values) => values),
      );
    this.#step = identityStep;
    return this.#bytes;
  }

  /** Maps every value through the curve of its colour. */
  bend(curves: Curves): void {
    this.#step = withCurves(this.#step, curves);
  }

  /** Scales every value's distance from its pixel's luma by `factor`. */
  saturate(factor: number): void {
    if (this.#step.saturation !== 1) this.bytes();
    this.#step = { ...this.#step, saturation: factor };
  }

  /** The mean of the pixels' lumas, each rounded to a whole number: 0..255. */
  meanLuma(): number {
    const { before, saturation } = this.#step;
    if (saturation === 1) return sumOfBentLumas(this.#pixels, before) / this.#pixels.length;
    const tables = tablesOf(this.#step, (values) => values);
    return sumOfLumas(this.#pixels, tables) / this.#pixels.length;
  }

  /**
   * Writes the pixels as the network's input. The pending step and the network's tables are combined to one look-up.
   */
  arrange({ step, red, green, blue }: ColourPlacements, into: Float32Array): void {
    const placements = [red, green, blue] as const;
    const tables = tablesOf(this.#step, (values, c) => {
      const placed = new Float32Array(values.length);
      for (let i = 0; i < values.length; i++) placed[i] = placements[c].values[values[i] + placedFrom];
      return placed;
    });
    const places = { step, red: red.offset, green: green.offset, blue: blue.offset };
    writeNetworkInput(this.#pixels, tables, places, into);
  }
}
