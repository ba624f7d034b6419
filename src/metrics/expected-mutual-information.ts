import { total } from './mean.ts';

/** How many classes, or groups, have each size. */
type Sizes = ReadonlyMap<number, number>;

/**
 * The mutual information, in nats, that groups of these sizes share with classes of these sizes by chance: the exact
 * mean over all ways to deal out the pictures (Vinh et al. 2010, equation 24a). Both lists hold whole numbers of one
 * sum N. Classes of one size are computed once, and of each hypergeometric sum only the terms that a double can hold,
 * so that thousands of classes take milliseconds.
 */
export function expectedMutualInformation(classSizes: Float64Array, groupSizes: Float64Array): number {
  const N = total(classSizes);
  const ofGroups = tallied(groupSizes);
  let sum = 0;
  for (const [a, classes] of tallied(classSizes)) {
    for (const [b, groups] of ofGroups) sum += classes * groups * expectedTerm(a, b, N);
  }
  return sum;
}

function tallied(sizes: Float64Array): Sizes {
  const result = new Map<number, number>();
  for (const size of sizes) if (size > 0) result.set(size, (result.get(size) ?? 0) + 1);
  return result;
}

/** A term this much smaller than the largest changes no digit of a sum. */
const negligible = 1e-19;

/**
 * E[(n / N) ln(N n / (a b))] where n of the a pictures of a class are among the b of a group. The chances are built
 * from their largest outward, each from its neighbour, and divided by their sum, which needs no factorials.
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
