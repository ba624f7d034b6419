import { internalError } from '../../base/error.ts';
import type { Validation } from '../loop/history.ts';

/** What validations measure, in the order in which the first that one has counts; all 0..1, larger is better. */
const metrics = {
  nearest: 'nearest mean accuracy',
  recallAt1: 'recall at 1',
  verification: 'verification AUC',
  ordered: 'triplets in order',
} as const;

/** The measure of a validation, by name. */
export type Metric = (typeof metrics)[keyof typeof metrics];

/** Every measure. */
export const metricNames: readonly Metric[] = Object.values(metrics);

/** What a validation is judged by, and what it came to. */
export function measured(validation: Validation): { readonly metric: Metric; readonly value: number } {
  for (const [name, metric] of Object.entries(metrics)) {
    if (name in validation) return { metric, value: validation[name] };
  }
  throw internalError(`a validation of nothing but ${Object.keys(validation).join(', ')}`);
}
