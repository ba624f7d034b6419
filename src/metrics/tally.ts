import type { ClassPredictions } from './evidence.ts';

/** Counts of one class that occurs in the truth. */
export type ClassTally = {
  /** Pictures of the class. */
  readonly truths: number;
  /** Pictures predicted as the class, rightly or wrongly. */
  readonly answers: number;
  /** Pictures of the class predicted as the class. */
  readonly hits: number;
};

/** One tally for each class that occurs in the truth, in ascending order of class index. */
export function tally({ truth, answers }: ClassPredictions): ClassTally[] {
  const classes = 1 + Math.max(largest(truth), largest(answers));
  const truths = counts(classes, truth);
  const given = counts(classes, answers);
  const hits = counts(
    classes,
    truth.filter((label, i) => label === answers[i]),
  );
  return Array.from(truths, (count, c) => ({ truths: count, answers: given[c], hits: hits[c] })).filter(
    ({ truths }) => truths > 0,
  );
}

function largest(labels: Int32Array): number {
  return labels.reduce((a, b) => Math.max(a, b), -1);
}

function counts(classes: number, labels: Int32Array): Uint32Array {
  const result = new Uint32Array(classes);
  for (const label of labels) if (label >= 0) result[label]++;
  return result;
}
