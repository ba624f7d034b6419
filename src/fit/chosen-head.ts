import * as v from 'valibot';
import { finiteNumber, ifValid, nonNegativeInteger, oneOf, positiveNumber, type Schema } from '../base/schema.ts';
import type { Bundle } from '../bundle/bundle.ts';
import type { ClassifierChoice } from './fit-classifier.ts';
import type { ProjectionSpec } from './projection-candidates.ts';
import { projectionKinds } from './projection-kinds.ts';

/** What `fit` chose for a classifier: all that is needed to learn it again. */
export type ChosenHead = Omit<ClassifierChoice, 'validation'>;

/** The choice that `fit` wrote into the bundle. Null for no classifier, or one that this version does not know. */
export function chosenHead({ provenance, classifier }: Pick<Bundle, 'provenance' | 'classifier'>): ChosenHead | null {
  const written = ifValid(writtenSchema, provenance.chosen.classifier);
  return written ? { ...written, temperature: written.temperature ?? classifier?.temperature ?? 1 } : null;
}

/** What `fit` wrote down of its choice, also by older versions, which left the temperature to the classifier. */
const writtenSchema = v.object({
  head: oneOf('linear', 'cosine'),
  projection: v.object({
    name: v.custom<ProjectionSpec['name']>(isProjectionName, 'the name of a projection'),
    power: positiveNumber,
    shrinkage: v.union([finiteNumber, v.literal('ledoit-wolf')], 'a number or ledoit-wolf'),
  }) satisfies Schema<ProjectionSpec>,
  labelSmoothing: finiteNumber,
  learningRate: finiteNumber,
  weightDecay: finiteNumber,
  logitScale: finiteNumber,
  epochs: nonNegativeInteger,
  temperature: v.optional(positiveNumber),
});

function isProjectionName(value: unknown): value is ProjectionSpec['name'] {
  return typeof value === 'string' && Object.hasOwn(projectionKinds, value);
}
