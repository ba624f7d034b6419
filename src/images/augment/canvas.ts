import type { ColourPlacements } from '../placement.ts';
import { bent, type ColourStep, type Curves, stillStep, tablesOf } from './colour-step.ts';
import { arrange, repaint, sumOfBentLumas, sumOfLumas } from './passes.ts';

/** Where a placement's table has the value 0. */
const placedFrom = 512;

/**
 * A small square of 8-bit RGB on which paints work. Changes that see each pixel alone wait in one step and are done
 * with whatever pass comes next, so that a colour jitter costs about what a copy does.
 */
export class Canvas {
  readonly sizePx: number;
  /** [S, S], red in the lowest byte, then green and blue, without the step that waits. */
  readonly #pixels: Uint32Array;
  readonly #bytes: Uint8ClampedArray;
  #step: ColourStep = stillStep;

  constructor(sizePx: number) {
    this.sizePx = sizePx;
    this.#pixels = new Uint32Array(sizePx * sizePx);
    // Every machine that JavaScript still runs on has the lowest byte first.
    this.#bytes = new Uint8ClampedArray(this.#pixels.buffer);
  }

  /** Empties the canvas: the pixels, [S, S], are to be written, red in the lowest byte. */
  clear(): Uint32Array {
    this.#step = stillStep;
    return this.#pixels;
  }

  /** The pixels as they are now, [S, S, 4], of which the fourth value means nothing. May be written to at once. */
  bytes(): Uint8ClampedArray {
    if (this.#step !== stillStep)
      repaint(
        this.#pixels,
        tablesOf(this.#step, (values) => values),
      );
    this.#step = stillStep;
    return this.#bytes;
  }

  /** Sends every value through its colour's curve. */
  bend(curves: Curves): void {
    this.#step = bent(this.#step, curves);
  }

  /** Brings every value `factor` times as far from its pixel's luma. */
  saturate(factor: number): void {
    if (this.#step.saturation !== 1) this.bytes();
    this.#step = { ...this.#step, saturation: factor };
  }

  /** Mean of the lumas, each rounded to a whole number: 0..255. */
  meanLuma(): number {
    const { before, saturation } = this.#step;
    if (saturation === 1) return sumOfBentLumas(this.#pixels, before) / this.#pixels.length;
    const tables = tablesOf(this.#step, (values) => values);
    return sumOfLumas(this.#pixels, tables) / this.#pixels.length;
  }

  /** Writes the pixels as a network takes them; the values of its tables and the waiting step are one look-up. */
  arrange({ step, red, green, blue }: ColourPlacements, into: Float32Array): void {
    const placements = [red, green, blue] as const;
    const tables = tablesOf(this.#step, (values, c) => {
      const placed = new Float32Array(values.length);
      for (let i = 0; i < values.length; i++) placed[i] = placements[c].values[values[i] + placedFrom];
      return placed;
    });
    const places = { step, red: red.offset, green: green.offset, blue: blue.offset };
    arrange(this.#pixels, tables, places, into);
  }
}
