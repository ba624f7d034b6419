import { byCodePoint } from '../base/hash.ts';
import type { LabelledSample, Sample } from './dataset.ts';

/** The distinct labels of the samples, in code-point order. */
export function classesOf(samples: readonly Sample[]): string[] {
  return [...new Set(samples.filter(isLabelled).map(({ label }) => label))].sort(byCodePoint);
}

/** Whether the sample's class is known. */
export function isLabelled(sample: Sample): sample is LabelledSample {
  return sample.label !== null;
}
