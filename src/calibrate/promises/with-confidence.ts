import type { PromiseMode, PromiseModeOptions } from './promise.ts';

/**
 * The limit holds with probability `confidence` over the draw of the units: the betting bound for means in 0..1
 * (Waudby-Smith and Ramdas 2023), with the predictable bets of Bates et al. 2021. Capital starts at 1 and is multiplied
 * by 1 - bet (loss - limit). While the mean is above the limit it cannot be expected to grow, so it reaches
 * 1 / (1 - confidence) with at most this probability (Ville). Losses must come in an order that ignores their values.
 */
export function withConfidence({ confidence }: PromiseModeOptions): PromiseMode {
  const risk = 1 - confidence;
  return (losses, limit) => limit >= 1 || largestCapital(losses, limit, risk) >= 1 / risk;
}

/** The bet that a loss of 1 would lose all capital with is 1 / (1 - limit); this share of it is the largest bet. */
const boldness = 0.97;

/** Each bet depends on the losses before it alone: on their mean and variance, which start at 1/2 and 1/4. */
function largestCapital(losses: ArrayLike<number>, limit: number, risk: number): number {
  const largestBet = boldness / (1 - limit);
  const n = losses.length;
  let capital = 1;
  let largest = 1;
  let total = 1 / 2;
  let spread = 1 / 4;
  for (let i = 0; i < n; i++) {
    const variance = spread / (i + 1);
    const bet = Math.min(largestBet, Math.sqrt((2 * Math.log(1 / risk)) / (n * variance)));
    capital *= 1 - bet * (losses[i] - limit);
    largest = Math.max(largest, capital);
    total += losses[i];
    spread += (losses[i] - total / (i + 2)) ** 2;
  }
  return largest;
}
