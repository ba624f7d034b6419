import { type Matrix, row } from '../base/matrix.ts';

/**
 * The temperature is searched in this range. A temperature at its end means that there are too few held-out pictures,
 * or that they are too easy.
 */
const COLDEST = 0.05;
const HOTTEST = 20;

/**
 * The temperature T that minimises the negative log-likelihood of softmax(logits / T) on held-out pictures (Guo et al.
 * 2017). `logits` [N, C], `labels` [N] class indices. Gives 1 where N is 0. The likelihood is unimodal in log T, so a
 * golden-section search (Kiefer 1953) finds it, to 0.1 %.
 */
export function fitTemperature(logits: Matrix, labels: Int32Array): number {
  if (logits.rows === 0) return 1;
  const loss = (logTemperature: number) => negativeLogLikelihood(logits, labels, Math.exp(logTemperature));
  return Math.exp(goldenSection(loss, Math.log(COLDEST), Math.log(HOTTEST), 1e-3));
}

/** Mean of -log softmax(logits / temperature)[label], in nats. */
export function negativeLogLikelihood(logits: Matrix, labels: Int32Array, temperature: number): number {
  let sum = 0;
  for (let i = 0; i < logits.rows; i++) {
    const scores = row(logits, i);
    let most = Number.NEGATIVE_INFINITY;
    for (let c = 0; c < scores.length; c++) most = Math.max(most, scores[c]);
    let total = 0;
    for (let c = 0; c < scores.length; c++) total += Math.exp((scores[c] - most) / temperature);
    sum += Math.log(total) + (most - scores[labels[i]]) / temperature;
  }
  return sum / logits.rows;
}

function goldenSection(loss: (at: number) => number, low: number, high: number, tolerance: number): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [a, b] = [low, high];
  let [c, d] = [b - ratio * (b - a), a + ratio * (b - a)];
  let [lossC, lossD] = [loss(c), loss(d)];
  while (b - a > tolerance) {
    if (lossC < lossD) {
      [b, d, lossD] = [d, c, lossC];
      c = b - ratio * (b - a);
      lossC = loss(c);
    } else {
      [a, c, lossC] = [c, d, lossD];
      d = a + ratio * (b - a);
      lossD = loss(d);
    }
  }
  return (a + b) / 2;
}
