/** Numbers of the cells of a picture: rows from top to bottom, columns from left to right. */
export type CellGrid = readonly (readonly number[])[];

/** A part of a picture that holds much of the evidence. */
export type Region = {
  /** `upper left quarter`, `left half`, `centre`, or `whole picture` where no part stands out. */
  readonly name: string;
  /** Share of the positive evidence that lies in it, 0..1. */
  readonly share: number;
};

/** From, to: shares of the picture's height and width, 0..1. */
type Box = { readonly top: number; readonly bottom: number; readonly left: number; readonly right: number };

const boxes: Readonly<Record<string, Box>> = {
  'upper left quarter': { top: 0, bottom: 0.5, left: 0, right: 0.5 },
  'upper right quarter': { top: 0, bottom: 0.5, left: 0.5, right: 1 },
  'lower left quarter': { top: 0.5, bottom: 1, left: 0, right: 0.5 },
  'lower right quarter': { top: 0.5, bottom: 1, left: 0.5, right: 1 },
  centre: { top: 0.25, bottom: 0.75, left: 0.25, right: 0.75 },
  'upper half': { top: 0, bottom: 0.5, left: 0, right: 1 },
  'lower half': { top: 0.5, bottom: 1, left: 0, right: 1 },
  'left half': { top: 0, bottom: 1, left: 0, right: 0.5 },
  'right half': { top: 0, bottom: 1, left: 0.5, right: 1 },
};

/** A part is named if its share of the evidence exceeds its share of the picture by so much. */
const leastExcess = 0.15;

/**
 * The part of a picture that holds the most positive evidence beyond its share of the area, among quarters, halves and
 * the centre. Cells that a border crosses count by their area. Null where no evidence is positive.
 */
export function mainRegion(evidence: CellGrid): Region | null {
  const total = positiveWithin(evidence, { top: 0, bottom: 1, left: 0, right: 1 });
  if (!(total > 0)) return null;
  const shares = Object.entries(boxes).map(([name, box]) => {
    const share = positiveWithin(evidence, box) / total;
    return { name, share, excess: share - (box.bottom - box.top) * (box.right - box.left) };
  });
  const [{ name, share, excess }] = shares.sort((a, b) => b.excess - a.excess);
  return excess >= leastExcess ? { name, share } : { name: 'whole picture', share: 1 };
}

/** A region in words: `62 % of the evidence lies in the upper left quarter`. */
export function regionInWords({ name, share }: Region): string {
  if (name === 'whole picture') return 'The evidence is spread over the whole picture';
  return `${Math.round(100 * share)} % of the evidence lies in the ${name}`;
}

function positiveWithin(evidence: CellGrid, { top, bottom, left, right }: Box): number {
  let sum = 0;
  evidence.forEach((values, r) => {
    const down = overlap(r / evidence.length, (r + 1) / evidence.length, top, bottom) * evidence.length;
    values.forEach((value, c) => {
      const across = overlap(c / values.length, (c + 1) / values.length, left, right) * values.length;
      sum += Math.max(0, value) * down * across;
    });
  });
  return sum;
}

function overlap(from: number, to: number, start: number, end: number): number {
  return Math.max(0, Math.min(to, end) - Math.max(from, start));
}
