/** What becomes of a value 0..255, for red, green and blue: each [256]. */
export type Curves = readonly [Uint8Array, Uint8Array, Uint8Array];

/** The luma of Pillow's mode L (ITU-R 601-2), in 1/65536. */
export const luma = { red: 19595, green: 38470, blue: 7471, half: 0x8000, bits: 16 } as const;

/**
 * A small square of 8-bit RGB on which paints work. Changes that treat each value alone are gathered in curves and done
 * with whatever pass comes next, so that several of them cost what one does.
 */
export class Canvas {
  readonly sizePx: number;
  /** [S, S, 3], without the curves that wait. */
  readonly #values: Uint8ClampedArray;
  #curves: Curves | null = null;

  constructor(sizePx: number) {
    this.sizePx = sizePx;
    this.#values = new Uint8ClampedArray(3 * sizePx * sizePx);
  }

  /** The pixels as they are now, [S, S, 3]: may be written to, and is valid until the next call of `bend`. */
  get pixels(): Uint8ClampedArray {
    const values = this.#values;
    if (this.#curves === null) return values;
    const [reds, greens, blues] = this.#curves;
    for (let i = 0; i < values.length; i += 3) {
      values[i] = reds[values[i]];
      values[i + 1] = greens[values[i + 1]];
      values[i + 2] = blues[values[i + 2]];
    }
    this.#curves = null;
    return values;
  }

  /** Sends every value through its colour's curve. */
  bend(curves: Curves): void {
    const [reds, greens, blues] = this.#curves ?? [null, null, null];
    this.#curves = [onto(curves[0], reds), onto(curves[1], greens), onto(curves[2], blues)];
  }

  /** The values before the curves that wait, and these curves: for a pass that reads every value once. */
  get unbent(): { readonly values: Uint8ClampedArray; readonly curves: Curves } {
    return { values: this.#values, curves: this.#curves ?? [straight, straight, straight] };
  }

  /** Forgets the curves: what is written to `unbent.values` next is the picture. */
  clear(): Uint8ClampedArray {
    this.#curves = null;
    return this.#values;
  }
}

const straight = Uint8Array.from({ length: 256 }, (_, value) => value);

function onto(curve: Uint8Array, before: Uint8Array | null): Uint8Array {
  return before === null ? curve : before.map((value) => curve[value]);
}

/** One curve for all colours: `becomes` of each value, cut to 0..255 and to whole numbers. */
export function sameCurve(becomes: (value: number) => number): Curves {
  const curve = Uint8Array.from({ length: 256 }, (_, value) => Math.min(Math.max(becomes(value), 0), 255));
  return [curve, curve, curve];
}
