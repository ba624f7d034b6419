import { internalError } from '../../base/error.ts';
import type { Validation } from '../loop/history.ts';

/**
 * The measures of validations, by their names in a `Validation`. The first one that is present counts. All are 0..1,
 * larger is better.
 */
const metrics = {
  nearest: 'nearest mean accuracy',
  recallAt1: 'recall at 1',
  verification: 'verification AUC',
  ordered: 'triplets in order',
} as const;

/** The title of a measure. */
export type Metric = (typeof metrics)[keyof typeof metrics];

/** The titles of all measures. */
export const metricNames: readonly Metric[] = Object.values(metrics);

/** The main measure of a validation and its value. */
export function measured(validation: Validation): { readonly metric: Metric; readonly value: number } {
  for (const [name, metric] of Object.entries(metrics)) {
    if (name in validation) return { metric, value: validation[name] };
  }
  throw internalError(`a validation of nothing but ${Object.keys(validation).join(', ')}`);
}
