/**
 * Measures contestants in alternating rounds, so that whatever else the machine does meets all of them alike.
 * Each contestant is a function of the round that does its work once and gives a number. Every second round goes backwards.
 * Gives the numbers by contestant, one a round.
 */
export async function rounds(contestants, count) {
  const names = Object.keys(contestants);
  const results = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < count; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) results[name].push(await contestants[name](round));
  }
  return results;
}

/** Median of the ratios of each round, with the least and the greatest. */
export function ratio(ours, theirs) {
  const ratios = ours.map((value, round) => value / theirs[round]).sort((a, b) => a - b);
  return { median: median(ratios), least: ratios[0], most: ratios.at(-1) };
}

/** The middle one; of an even number the mean of both middle ones. */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** So many of the items, evenly spread, first to last. */
export function evenly(items, count) {
  if (items.length <= count) return items;
  return Array.from({ length: count }, (_, i) => items[Math.floor((i * items.length) / count)]);
}
