import type { Bundle } from '../bundle/bundle.ts';
import { type Guard, isCount, isNumber, isPositive, isText, oneOf, orAbsent, recordOf } from '../bundle/guards.ts';
import { projections } from '../spaces/catalogue.ts';
import type { ClassifierChoice } from './fit-classifier.ts';
import type { ProjectionSpec } from './projection-candidates.ts';

/** What `fit` chose for a classifier: all that is needed to learn it again. */
export type ChosenHead = Omit<ClassifierChoice, 'validation'>;

/** What `fit` wrote down of its choice, also by older versions, which left the temperature to the classifier. */
type Written = Omit<ChosenHead, 'temperature'> & { readonly temperature?: number | undefined };

/** The choice that `fit` wrote into the bundle. Null where it built no classifier, or wrote what this version does not know. */
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
