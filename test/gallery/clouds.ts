import { fromRows, type Matrix, normaliseRows } from '../../src/base/matrix.ts';
import { random } from '../../src/base/random.ts';
import type { Embedded } from '../../src/data/embedding/embedded.ts';

/** How synthetic embeddings are drawn. */
export type CloudOptions = {
  readonly dimensions?: number;
  /** Deviation around the class centre, whose entries have deviation 1. */
  readonly spread?: number;
  readonly seed?: number;
};

/** Unit embeddings around one centre a class: `counts[label]` pictures of each. */
export function clouds(
  counts: Readonly<Record<string, number>>,
  { dimensions = 24, spread = 0.5, seed = 0 }: CloudOptions = {},
): Embedded {
  const drawn = random(seed, 'clouds');
  const rows: number[][] = [];
  const samples: Embedded['samples'][number][] = [];
  for (const [label, count] of Object.entries(counts)) {
    const centre = random(0, `centre of ${label}`);
    const middle = Array.from({ length: dimensions }, centre.normal);
    for (let i = 0; i < count; i++) {
      rows.push(middle.map((value) => value + spread * drawn.normal()));
      samples.push({ path: `${label}/${seed}-${i}.png`, label, part: null, group: null });
    }
  }
  const hashes = samples.map(({ path }) => hashOf(path));
  return { samples, embeddings: normaliseRows(fromRows(rows)), hashes, skipped: [] };
}

/** `of` classes named c00, c01 ... with `each` pictures. */
export function even(of: number, each: number): Record<string, number> {
  return Object.fromEntries(Array.from({ length: of }, (_, c) => [`c${String(c).padStart(2, '0')}`, each]));
}

/** Every row of a matrix as a plain array. */
export function rowsOf({ rows, columns, data }: Matrix): number[][] {
  return Array.from({ length: rows }, (_, i) => Array.from(data.subarray(i * columns, (i + 1) * columns)));
}

function hashOf(path: string): string {
  return Array.from(path, (character) => (character.codePointAt(0) ?? 0).toString(16))
    .join('')
    .padStart(64, '0')
    .slice(-64);
}
