import type { Matrix } from '../../base/matrix.ts';
import { negativeLogLikelihood } from '../../calibrate/temperature.ts';
import type { Product } from '../../linalg/product.ts';
import type { ClassifierPooling } from '../../pooling/together.ts';
import type { FoldGroups } from './group-fold.ts';
import { pooledLogs } from './score-groups.ts';

/** What is tried, 0 to 1. */
const tried = Array.from({ length: 21 }, (_, step) => step / 20);

/** The logarithms [G, C] of the pooled probabilities of groups of so many pictures, with their classes. */
type PooledGroups = { readonly logs: Matrix; readonly labels: Int32Array; readonly pictures: number };

/**
 * The independence (see Together) with the least negative log-likelihood of the known groups' classes; 0 without
 * groups. It has an end, unlike a temperature: where all answers are right, a temperature would go to 0.
 */
export async function independenceOf(
  draws: readonly FoldGroups[],
  pooling: ClassifierPooling,
  product: Product,
): Promise<number> {
  const groups: PooledGroups[] = [];
  for (const drawn of draws) {
    const { fold, known } = drawn;
    if (fold.classifier === null || known.length === 0) continue;
    const { classes } = fold.classifier;
    const labels = Int32Array.from(known, ({ label }) => classes.indexOf(label));
    const logs = await pooledLogs(drawn, fold.known, known, pooling, product);
    groups.push({ logs, labels, pictures: known[0].members.length });
  }
  const losses = tried.map((independence) => lossOf(groups, independence));
  return tried[losses.indexOf(Math.min(...losses))];
}

function lossOf(groups: readonly PooledGroups[], independence: number): number {
  return groups.reduce(
    (sum, { logs, labels, pictures }) =>
      sum + labels.length * negativeLogLikelihood(logs, labels, pictures ** -independence),
    0,
  );
}
