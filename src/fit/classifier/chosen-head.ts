import * as v from 'valibot';
import { finiteNumber, ifValid, nonNegativeInteger, oneOf, positiveNumber } from '../../base/schema.ts';
import type { Bundle } from '../../bundle/bundle.ts';
import { projectionSpecSchema } from '../projection-spec-schema.ts';
import type { ClassifierChoice } from './fit-classifier.ts';

/** The choice of `fit` for a classifier: all that is needed to train its head again. */
export type ChosenHead = Omit<ClassifierChoice, 'validation'>;

/** Reads the choice from a bundle. Null if `fit` built no classifier, or if this version does not know the choice. */
export function chosenHead({ provenance, classifier }: Pick<Bundle, 'provenance' | 'classifier'>): ChosenHead | null {
  const written = ifValid(writtenSchema, provenance.chosen.classifier);
  return written ? { ...written, temperature: written.temperature ?? classifier?.temperature ?? 1 } : null;
}

/** The choice as stored in a bundle; bundles of older versions have no temperature in it. */
const writtenSchema = v.object({
  head: oneOf('linear', 'cosine'),
  projection: projectionSpecSchema,
  labelSmoothing: finiteNumber,
  learningRate: finiteNumber,
  weightDecay: finiteNumber,
  logitScale: finiteNumber,
  epochs: nonNegativeInteger,
  temperature: v.optional(positiveNumber),
});
