import type { Contingency } from './evidence.ts';

/** Cross-tabulates classes and groups. `truth`, `groups`: [N], integers from 0. */
export function contingency(truth: Int32Array, groups: Int32Array): Contingency {
  const order = Int32Array.from(truth, (_, i) => i).sort((a, b) => truth[a] - truth[b] || groups[a] - groups[b]);
  const starts = order.filter((i, at) => at === 0 || !isSameCell(i, order[at - 1], truth, groups));
  const counts = new Float64Array(starts.length);
  let cell = -1;
  for (let at = 0; at < order.length; at++) {
    if (order[at] === starts[cell + 1]) cell++;
    counts[cell]++;
  }
  return { classes: starts.map((i) => truth[i]), groups: starts.map((i) => groups[i]), counts };
}

/** The table in which each picture of class c counts `weights[c]` times; weights are integers. */
export function weightedContingency({ classes, groups, counts }: Contingency, weights: Float64Array): Contingency {
  return { classes, groups, counts: counts.map((count, i) => count * weights[classes[i]]) };
}

function isSameCell(i: number, j: number, truth: Int32Array, groups: Int32Array): boolean {
  return truth[i] === truth[j] && groups[i] === groups[j];
}
