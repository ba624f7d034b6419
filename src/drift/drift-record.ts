import type { FeatureColumns, FeatureName } from './features.ts';

/**
 * What is tested: a feature over all pictures, or of one class its share, the similarity of its pictures, or whether
 * unknown pictures come in place of its own.
 */
export type TestedName = FeatureName | 'classShare' | 'classSimilarity' | 'classReplaced';

/** Pictures as the test keeps them; entry i of every list is of picture i. */
export type DriftRows = {
  /** The nearest class. */
  readonly labels: readonly string[];
  /** The number of the scene: pictures of one scene count once together. */
  readonly scenes: readonly number[];
  /** `unknown` is not stored with a reference. */
  readonly features: FeatureColumns;
};

/** Held-out pictures of a fit, which new ones are compared with. */
export type DriftReference = DriftRows & {
  /** The least cosine of two pictures of one scene; 2 where no limit finds scenes that are smaller than classes. */
  readonly sceneSimilarity: number;
};

/** The least p-value of one thing that was tested, corrected for all that was tested and for all tests. */
export type LeastPValue = { readonly name: TestedName; readonly label: string | null; readonly pValue: number };

/** What a test has counted so far, so that the next call goes on. */
export type DriftState = DriftRows & {
  /** How often it was asked. */
  readonly asked: number;
  /** First 16 digits of the SHA-256 of each counted picture. */
  readonly hashes: readonly string[];
  /** How many of the planned tests were made. */
  readonly tests: number;
  readonly pValues: readonly LeastPValue[];
};

/** What a bundle keeps for the test of drift. */
export type DriftRecord = { readonly reference: DriftReference; readonly state: DriftState | null };

/** A test that has not been asked. */
export const emptyState: DriftState = {
  ...{ asked: 0, hashes: [], labels: [], scenes: [], features: {} },
  ...{ tests: 0, pValues: [] },
};
