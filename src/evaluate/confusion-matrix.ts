import { byCodePoint } from '../base/hash.ts';
import { bestLabel, type LabelledPrediction } from './labelled-prediction.ts';

/** How often pictures of each shown class were taken for each shown class. */
export type ConfusionMatrix = {
  /** The shown classes, C of them. */
  readonly labels: readonly string[];
  /** [C][C + 1]: row: true class, column: best class. The last column counts all classes that are not shown. */
  readonly counts: readonly (readonly number[])[];
};

/** Which classes are shown: those with most pictures, or those most often confused, as true class or as answer. */
export type MatrixClasses = 'largest' | 'most confused';

/** The confusion matrix of at most `most` classes. `most confused` shows no class without a mistake. */
export function confusionMatrix(
  outcomes: readonly LabelledPrediction[],
  shown: MatrixClasses,
  most: number,
): ConfusionMatrix {
  const weights = new Map<string, number>();
  const add = (label: string | null) => label !== null && weights.set(label, (weights.get(label) ?? 0) + 1);
  for (const { truth, prediction } of outcomes) {
    const answer = bestLabel(prediction);
    if (shown === 'largest') add(truth);
    else if (answer !== truth) for (const label of [truth, answer]) add(label);
  }
  const labels = [...weights.keys()]
    .sort((a, b) => (weights.get(b) ?? 0) - (weights.get(a) ?? 0) || byCodePoint(a, b))
    .slice(0, most)
    .sort(byCodePoint);
  const indexOf = new Map(labels.map((label, index) => [label, index]));
  const counts = labels.map(() => new Array<number>(labels.length + 1).fill(0));
  for (const { truth, prediction } of outcomes) {
    const index = indexOf.get(truth);
    if (index !== undefined) counts[index][indexOf.get(bestLabel(prediction) ?? '') ?? labels.length]++;
  }
  return { labels, counts };
}
