import { averagePrecisionAtR } from '../../metrics/average-precision-at-r.ts';
import type { PairCounts, Rankings } from '../../metrics/evidence.ts';
import { rPrecision } from '../../metrics/r-precision.ts';
import { ranksAmong } from '../../metrics/ranks-among.ts';
import type { ClassOrder } from './class-order.ts';
import { countLevels } from './cosine-levels.ts';
import { largestValues } from './largest-values.ts';

/** A query's cosines to the rows at positions `start` and after. */
export type Tile = { readonly start: number; readonly cosines: Float32Array };

/** One row that is compared with all others, tile by tile. */
export type Query = {
  /** Keeps the cosines that its ranking needs. */
  rank(tile: Tile): void;
  /** Counts the pairs with rows at later positions, so that each pair counts once. */
  count(tile: Tile, pairs: PairCounts): void;
  /** Writes its ranking after all tiles; nothing for the only row of a class. */
  rankInto(rankings: Rankings): void;
};

/** Largest k of recall@k. */
const largestK = 8;

/** The query of the row at `position`. */
export function query(position: number, { classOf, starts }: ClassOrder): Query {
  const first = starts[classOf[position]];
  const end = starts[classOf[position] + 1];
  const own = new Float32Array(end - first);
  const others = largestValues(Math.max(largestK, own.length - 1));
  const isSingleton = own.length === 1;
  return {
    rank: ({ start, cosines }) => {
      if (isSingleton) return;
      const at = within(cosines.length, start);
      own.set(cosines.subarray(at(first), at(end)), Math.min(own.length, Math.max(0, start - first)));
      others.offer(cosines, 0, at(first));
      others.offer(cosines, at(end), cosines.length);
    },
    count: ({ start, cosines }, { same, different }) => {
      const at = within(cosines.length, start);
      countLevels(same, cosines, at(position + 1), at(end));
      countLevels(different, cosines, at(end), cosines.length);
    },
    rankInto: (rankings) => {
      if (isSingleton) return;
      const relevant = own.filter((_, i) => first + i !== position);
      const ranks = ranksAmong(relevant.sort().reverse(), others.descending());
      rankings.firstPlaces[position] = ranks[0];
      rankings.rPrecision[position] = rPrecision(ranks);
      rankings.averagePrecisionAtR[position] = averagePrecisionAtR(ranks);
    },
  };
}

/** Converts a position to an index of the tile, clamped to its ends. */
function within(length: number, start: number): (position: number) => number {
  return (position) => Math.min(length, Math.max(0, position - start));
}
