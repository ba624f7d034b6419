import { agreement } from './agreement.ts';
import { mean } from './mean.ts';
import { trimmed } from './trimmed.ts';
import type { Weighting } from './weighting.ts';

/** Every way to weigh several pictures of one thing, the plainest first: validation prefers it. */
export const weightings = { mean, trimmed, agreement } satisfies Readonly<Record<string, Weighting>>;

/** The name of a weighting. */
export type WeightingName = keyof typeof weightings;

/** The names of all weightings. */
export const weightingNames: readonly WeightingName[] = Object.keys(weightings).filter((name): name is WeightingName =>
  Object.hasOwn(weightings, name),
);
