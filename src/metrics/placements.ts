/**
 * Positions of the known scores [K] among the stranger scores [S]. Metrics over pairs (known, stranger) need nothing
 * else. Computed once, they make each resample cost K + S steps without sorting.
 */
export type Placements = {
  /** [S], indices of the strangers, lowest score first. */
  readonly order: Int32Array;
  /** [K], how many strangers score less than known i. */
  readonly below: Int32Array;
  /** [K], how many strangers score no more than known i. */
  readonly notAbove: Int32Array;
};

/** Finds the position of each known score among the strangers' scores. */
export function placements(known: Float64Array, strangers: Float64Array): Placements {
  const order = Int32Array.from(strangers, (_, i) => i).sort((a, b) => strangers[a] - strangers[b]);
  const sorted = Float64Array.from(order, (i) => strangers[i]);
  return {
    order,
    below: Int32Array.from(known, (score) => firstIndex(sorted, (other) => other >= score)),
    notAbove: Int32Array.from(known, (score) => firstIndex(sorted, (other) => other > score)),
  };
}

/**
 * Share of the pairs (known, stranger) in which the known picture scores more; a tie counts half. Known i counts
 * `knownWeights[i]` times and stranger j `strangerWeights[j]` times. NaN if there is no pair.
 */
export function pairwiseWinShare(
  { order, below, notAbove }: Placements,
  knownWeights: ArrayLike<number>,
  strangerWeights: ArrayLike<number>,
): number {
  const weightBefore = new Float64Array(order.length + 1);
  for (let j = 0; j < order.length; j++) weightBefore[j + 1] = weightBefore[j] + strangerWeights[order[j]];
  let wins = 0;
  let total = 0;
  for (let i = 0; i < below.length; i++) {
    wins += (knownWeights[i] * (weightBefore[below[i]] + weightBefore[notAbove[i]])) / 2;
    total += knownWeights[i];
  }
  return wins / (total * weightBefore[order.length]);
}

/** The first index of the ascending `sorted` at which `holds` is true, else its length. */
function firstIndex(sorted: Float64Array, holds: (value: number) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(sorted[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}
