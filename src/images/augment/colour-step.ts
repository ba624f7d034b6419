/** A look-up table [256] for the values 0..255 of red, green and blue. */
export type Curves = readonly [Uint8Array, Uint8Array, Uint8Array];

/** Fraction bits of the saturation: 255 times it fits into 32 bits for saturations up to 127. */
const saturationBits = 16;

/** A change that treats each pixel alone, in this order: curves, saturation, curves. */
export type ColourStep = {
  readonly before: Curves;
  /** The factor for every value's distance from its pixel's luma. */
  readonly saturation: number;
  readonly after: Curves;
};

const straight = Uint8Array.from({ length: 256 }, (_, value) => value);

/** The step that changes nothing. */
export const identityStep: ColourStep = {
  before: [straight, straight, straight],
  saturation: 1,
  after: [straight, straight, straight],
};

/** The same curve for all colours: `becomes` of each value, clipped to 0..255 and truncated to whole numbers. */
export function sameCurve(becomes: (value: number) => number): Curves {
  const curve = Uint8Array.from({ length: 256 }, (_, value) => Math.min(Math.max(becomes(value), 0), 255));
  return [curve, curve, curve];
}

/** Adds curves at the end of a step. */
export function withCurves(step: ColourStep, curves: Curves): ColourStep {
  if (step.saturation === 1) return { ...step, before: chained(step.before, curves) };
  return { ...step, after: chained(step.after, curves) };
}

function chained(first: Curves, then: Curves): Curves {
  const both = (c: 0 | 1 | 2) => first[c].map((value) => then[c][value]);
  return [both(0), both(1), both(2)];
}

/**
 * A step in the form that passes need: whole numbers, and tables that also cover values outside 0..255, which
 * saturation can produce.
 */
export type Tables<Last> = {
  readonly before: Curves;
  /** In 1/65536. */
  readonly saturation: number;
  /** How far values may leave 0..255; an index into `after` is the value plus this. */
  readonly reach: number;
  /** Each [256 + 2 reach]. */
  readonly after: readonly [Last, Last, Last];
};

/** The tables of a step. `make` converts the values 0..255 of the last tables, for instance to network inputs. */
export function tablesOf<Last>(
  { before, saturation, after }: ColourStep,
  make: (values: Uint8Array, colour: 0 | 1 | 2) => Last,
): Tables<Last> {
  const reach = Math.ceil(255 * Math.max(0, saturation - 1)) + 1;
  const widened = (c: 0 | 1 | 2) => {
    const values = new Uint8Array(256 + 2 * reach).fill(after[c][255]);
    values.fill(after[c][0], 0, reach);
    values.set(after[c], reach);
    return make(values, c);
  };
  return {
    before,
    saturation: Math.round(saturation * (1 << saturationBits)),
    reach,
    after: [widened(0), widened(1), widened(2)],
  };
}
