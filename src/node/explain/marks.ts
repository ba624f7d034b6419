import type { Match, NearestEvidence } from '../../recognise/explain.ts';

/** A numbered place in a picture; its centre in shares of height and width, 0..1. */
export type Mark = { readonly name: string; readonly down: number; readonly across: number };

/** The same numbers in the picture and in the enrolled one mark the places that match. */
export type MarkedPair = { readonly picture: readonly Mark[]; readonly enrolled: readonly Mark[] };

/** More numbers would cover the picture. */
const mostMarks = 3;
/** Places with less evidence than this share of the strongest are not marked. */
const leastShare = 0.3;

/**
 * The places of a picture that add most to the similarity, at least two cells apart, and the most similar cells of the
 * enrolled picture.
 */
export function marksOf({ cells: evidence }: NearestEvidence, match: Match): MarkedPair {
  const [rows, columns] = [evidence.length, evidence[0].length];
  const ordered = evidence
    .flatMap((values, r) => values.map((value, c) => ({ r, c, value })))
    .sort((a, b) => b.value - a.value);
  const chosen: typeof ordered = [];
  for (const cell of ordered) {
    if (chosen.length === mostMarks || cell.value <= 0 || cell.value < leastShare * ordered[0].value) break;
    const far = chosen.every(({ r, c }) => Math.max(Math.abs(r - cell.r), Math.abs(c - cell.c)) > rows / 5);
    if (far) chosen.push(cell);
  }
  const mark = (index: number, i: number): Mark => ({
    name: String(i + 1),
    down: (Math.floor(index / columns) + 0.5) / rows,
    across: ((index % columns) + 0.5) / columns,
  });
  return {
    picture: chosen.map(({ r, c }, i) => mark(r * columns + c, i)),
    enrolled: chosen.map(({ r, c }, i) => mark(match.cells[r][c], i)),
  };
}
