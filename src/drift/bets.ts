import { logSumExp } from './log-sum-exp.ts';

/** A bet on a p-value: density `ratio` up to `at`, the rest spread evenly above it. It integrates to 1 over 0..1. */
export type Bet = { readonly at: number; readonly ratio: number; readonly mirrored: boolean };

/** The share of the wealth that is not bet, so that a long time without drift costs little. */
const kept = 0.2;

/**
 * The share of the wealth that is spread over all bets again before each p-value, so that a change after a long time
 * without one is found (fixed share, Herbster and Warmuth 1998; the jumper of Vovk et al. 2021).
 */
const spread = 0.002;

const lowBets: readonly Bet[] = [
  [0.03, 2.5],
  [0.03, 6],
  [0.1, 1.7],
  [0.1, 3.5],
  [0.1, 7],
  [0.3, 1.4],
  [0.3, 2.5],
  [0.5, 1.6],
].map(([at, ratio]) => ({ at, ratio, mirrored: false }));

const highBets: readonly Bet[] = lowBets.map((bet) => ({ ...bet, mirrored: true }));

/** Bets that small p-values come more often. */
export const betsOnLow = lowBets;

/** Bets that small or large p-values come more often. */
export const betsOnBoth = [...lowBets, ...highBets];

/** Bets that a property with the p-values up to `share` becomes more frequent, and if wanted, rarer. */
export function betsOnShare(share: number, alsoRarer: boolean): Bet[] {
  const ratios = [1.5, 2.5, 5, ...(alsoRarer ? [0.02, 0.2, 0.5] : [])];
  return ratios.map((ratio) => ({ at: share, ratio: Math.min(ratio, 0.95 / share), mirrored: false }));
}

/** Logarithms of the wealth before the first p-value: what is kept, then each bet. Their sum is 1. */
export function startingWealth(bets: number): number[] {
  return [kept, ...Array.from({ length: bets }, () => (1 - kept) / bets)].map(Math.log);
}

/**
 * The wealth after a p-value, as logarithms. Where p-values are independent and uniform, whatever came before, the
 * expected wealth stays the same: it is a test martingale.
 */
export function wealthAfter(wealth: readonly number[], bets: readonly Bet[], p: number): number[] {
  const scale = logSumExp(wealth); // Of all bets together: each is a share of it below.
  return wealth.map((each, index) => {
    const prior = index === 0 ? kept : (1 - kept) / bets.length;
    const share = (1 - spread) * Math.exp(each - scale) + spread * prior;
    return scale + Math.log(share * (index === 0 ? 1 : density(bets[index - 1], p)));
  });
}

function density({ at, ratio, mirrored }: Bet, p: number): number {
  const position = mirrored ? 1 - p : p;
  return position <= at ? ratio : (1 - ratio * at) / (1 - at);
}
