import type { Bundle } from '../bundle/bundle.ts';
import { type Guard, isCount, isNumber, isPositive, isText, oneOf, orAbsent, recordOf } from '../bundle/guards.ts';
import { projections } from '../spaces/catalogue.ts';
import type { ClassifierChoice } from './fit-classifier.ts';
import type { ProjectionSpec } from './projection-candidates.ts';

/** The choice of `fit` for a classifier: all that is needed to train its head again. */
export type ChosenHead = Omit<ClassifierChoice, 'validation'>;

/** The choice as stored in a bundle; bundles of older versions have no temperature in it. */
type Written = Omit<ChosenHead, 'temperature'> & { readonly temperature?: number | undefined };

/** Reads the choice from a bundle. Null if `fit` built no classifier, or if this version does not know the choice. */
export function chosenHead({ provenance, classifier }: Pick<Bundle, 'provenance' | 'classifier'>): ChosenHead | null {
  const written = provenance.chosen.classifier;
  if (!isWritten(written)) return null;
  return { ...written, temperature: written.temperature ?? classifier?.temperature ?? 1 };
}

const isWritten: Guard<Written> = recordOf<Written>({
  head: oneOf('linear', 'cosine'),
  projection: recordOf<ProjectionSpec>({ name: isProjectionName, power: isPositive, shrinkage: isShrinkage }),
  labelSmoothing: isNumber,
  learningRate: isNumber,
  weightDecay: isNumber,
  logitScale: isNumber,
  epochs: isCount,
  temperature: orAbsent(isPositive),
});

function isProjectionName(value: unknown): value is ProjectionSpec['name'] {
  return isText(value) && (Object.hasOwn(projections, value) || value === 'nearestMean');
}

function isShrinkage(value: unknown): value is ProjectionSpec['shrinkage'] {
  return isNumber(value) || value === 'ledoit-wolf';
}
