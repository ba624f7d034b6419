/** @import { Ratio } from './types.ts' */

/**
 * Measures contestants in alternating rounds, so that whatever else the machine does meets all of them alike. Each
 * contestant is a function of the round that does its work once and gives a number. Every second round goes
 * backwards. Gives the numbers by contestant, one a round.
 * @template {string} K
 * @template T
 * @param {Record<K, (round: number) => T | Promise<T>>} contestants
 * @param {number} count
 * @returns {Promise<Record<K, T[]>>}
 */
export async function rounds(contestants, count) {
  const names = /** @type {K[]} */ (Object.keys(contestants));
  const results = /** @type {Record<K, T[]>} */ ({});
  for (const name of names) results[name] = [];
  for (let round = 0; round < count; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) results[name].push(await contestants[name](round));
  }
  return results;
}

/**
 * Median of the ratios of each round, with the least and the greatest.
 * @param {readonly number[]} ours
 * @param {readonly number[]} theirs
 * @returns {Ratio}
 */
export function ratio(ours, theirs) {
  const ratios = ours.map((value, round) => value / theirs[round]).sort((a, b) => a - b);
  return { median: median(ratios), least: ratios[0], most: ratios[ratios.length - 1] };
}

/**
 * A ratio as tables give it: median (least to most).
 * @param {Ratio} ratio
 */
export function ratioInWords({ median: middle, least, most }) {
  return `${middle.toFixed(2)} (${least.toFixed(2)} to ${most.toFixed(2)})`;
}

/**
 * The middle one; of an even number the mean of both middle ones.
 * @param {readonly number[]} values
 */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * So many of the items, evenly spread, first to last.
 * @template T
 * @param {readonly T[]} items
 * @param {number} count
 */
export function evenly(items, count) {
  if (items.length <= count) return items;
  return Array.from({ length: count }, (_, i) => items[Math.floor((i * items.length) / count)]);
}
