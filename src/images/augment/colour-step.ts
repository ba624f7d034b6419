/** What becomes of a value 0..255, for red, green and blue: each [256]. */
export type Curves = readonly [Uint8Array, Uint8Array, Uint8Array];

/** Fraction bits of saturation in tables: 255 times it stays inside 32 bits up to 127. */
const saturationBits = 16;

/** Changes that see each pixel alone, in this order: curves, saturation, curves. */
export type ColourStep = {
  readonly before: Curves;
  /** How many times as far from its pixel's luma a value becomes. */
  readonly saturation: number;
  readonly after: Curves;
};

const straight = Uint8Array.from({ length: 256 }, (_, value) => value);

/** The step that changes nothing. */
export const stillStep: ColourStep = {
  before: [straight, straight, straight],
  saturation: 1,
  after: [straight, straight, straight],
};

/** One curve for all colours: `becomes` of each value, cut to 0..255 and to whole numbers. */
export function sameCurve(becomes: (value: number) => number): Curves {
  const curve = Uint8Array.from({ length: 256 }, (_, value) => Math.min(Math.max(becomes(value), 0), 255));
  return [curve, curve, curve];
}

/** The step with curves that follow. */
export function bent(step: ColourStep, curves: Curves): ColourStep {
  if (step.saturation === 1) return { ...step, before: chained(step.before, curves) };
  return { ...step, after: chained(step.after, curves) };
}

function chained(first: Curves, then: Curves): Curves {
  const both = (c: 0 | 1 | 2) => first[c].map((value) => then[c][value]);
  return [both(0), both(1), both(2)];
}

/** A step as its passes want it: whole numbers, and tables that also take what saturation sends beyond 0..255. */
export type Tables<Last> = {
  readonly before: Curves;
  /** In 1/65536. */
  readonly saturation: number;
  /** How far beyond 0..255 values may come: what is looked up in `after` is moved by it. */
  readonly reach: number;
  /** Each [256 + 2 reach]. */
  readonly after: readonly [Last, Last, Last];
};

/** The tables of a step, whose last ones hold what `make` makes of the values 0..255 that belong there. */
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
