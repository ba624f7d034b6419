import type { FeatureColumns, FeatureName } from './features.ts';

/** What is tested: a feature over all pictures, or of one class its share or the similarity of its pictures. */
export type ProcessName = FeatureName | 'classShare' | 'classSimilarity';

/** Held-out pictures of a fit, which new ones are compared with. */
export type DriftReference = {
  /** The nearest class of each picture; `similarity` or `probability` has its length. `unknown` is not stored. */
  readonly labels: readonly string[];
  readonly features: FeatureColumns;
  /** Pictures of a class that are at least so similar (cosine) hardly differ, and count once. Absent: all count. */
  readonly nearDuplicates?: number;
};

/** How far the bets on one process have come. */
export type Wealth = {
  readonly name: ProcessName;
  /** The class; null for a feature over all pictures. */
  readonly label: string | null;
  /** Logarithm of the wealth of each bet. */
  readonly bets: readonly number[];
  /** Logarithm of the greatest wealth of all bets together so far. */
  readonly most: number;
};

/** What a test has counted so far, so that the next call goes on. */
export type DriftState = {
  /** How often it was asked. */
  readonly asked: number;
  /** First 16 digits of the SHA-256 of each counted picture. */
  readonly hashes: readonly string[];
  readonly labels: readonly string[];
  readonly features: FeatureColumns;
  readonly wealth: readonly Wealth[];
  /** Logarithm of the greatest combined wealth so far. */
  readonly most: number;
};

/** What a bundle keeps for the test of drift. */
export type DriftRecord = { readonly reference: DriftReference; readonly state: DriftState | null };

/** A test that has not been asked. */
export const emptyState: DriftState = { asked: 0, hashes: [], labels: [], features: {}, wealth: [], most: 0 };
