/**
 * Accuracy if only the most confident share of the pictures is answered (El-Yaniv and Wiener 2010): one number for each
 * of `coverage`, each in (0, 1]. `confidence`, `correct`: [N], N > 0. Ties are averaged, so that their order does not
 * matter.
 */
export function riskCoverage(confidence: Float64Array, correct: Uint8Array, coverage: readonly number[]): number[] {
  const order = Int32Array.from(confidence, (_, i) => i).sort((a, b) => confidence[b] - confidence[a]);
  const hits = hitsAmongFirst(order, confidence, correct);
  return coverage.map((share) => {
    const answered = share * order.length;
    const whole = Math.min(Math.floor(answered), order.length - 1);
    return (hits[whole] + (answered - whole) * (hits[whole + 1] - hits[whole])) / answered;
  });
}

/** [N + 1]: expected number of right answers among the first n of `order`, ties averaged. */
function hitsAmongFirst(order: Int32Array, confidence: Float64Array, correct: Uint8Array): Float64Array {
  const hits = new Float64Array(order.length + 1);
  for (let start = 0, end = 0; start < order.length; start = end) {
    let right = 0;
    for (; end < order.length && confidence[order[end]] === confidence[order[start]]; end++)
      right += correct[order[end]];
    for (let i = start; i < end; i++) hits[i + 1] = hits[start] + (right * (i + 1 - start)) / (end - start);
  }
  return hits;
}
