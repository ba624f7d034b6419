import { sum } from './mean.ts';

/** How many classes, or groups, have each size. */
type Sizes = ReadonlyMap<number, number>;

/**
 * Expected mutual information, in nats, of classes and groups of the given sizes if pictures were assigned at random
 * (Vinh et al. 2010, equation 24a). Both lists hold integers with the same sum N. Equal sizes are computed once, and
 * each hypergeometric sum stops where its terms no longer change a double, so thousands of classes take milliseconds.
 */
export function expectedMutualInformation(classSizes: Float64Array, groupSizes: Float64Array): number {
  const N = sum(classSizes);
  const ofGroups = tallied(groupSizes);
  let expected = 0;
  for (const [a, classes] of tallied(classSizes)) {
    for (const [b, groups] of ofGroups) expected += classes * groups * expectedTerm(a, b, N);
  }
  return expected;
}

function tallied(sizes: Float64Array): Sizes {
  const result = new Map<number, number>();
  for (const size of sizes) if (size > 0) result.set(size, (result.get(size) ?? 0) + 1);
  return result;
}

/** A term this much smaller than the largest does not change the sum in double precision. */
const negligible = 1e-19;

/**
 * E[(n / N) ln(N n / (a b))] if n of the a pictures of a class are among the b pictures of a group. Probabilities are
 * computed relative to the most likely n, each from its neighbour, and divided by their sum: no factorials needed.
 */
function expectedTerm(a: number, b: number, N: number): number {
  const least = Math.max(0, a + b - N);
  const most = Math.min(a, b);
  const mode = Math.min(most, Math.max(least, Math.floor(((a + 1) * (b + 1)) / (N + 2))));
  const information = (n: number) => (n === 0 ? 0 : (n / N) * Math.log((N / a) * (n / b)));
  let chances = 1;
  let sum = information(mode);
  let chance = 1;
  for (let n = mode; n < most && chance > negligible; n++) {
    chance *= ((a - n) * (b - n)) / ((n + 1) * (N - a - b + n + 1));
    chances += chance;
    sum += chance * information(n + 1);
  }
  chance = 1;
  for (let n = mode; n > least && chance > negligible; n--) {
    chance *= (n * (N - a - b + n)) / ((a - n + 1) * (b - n + 1));
    chances += chance;
    sum += chance * information(n - 1);
  }
  return sum / chances;
}
