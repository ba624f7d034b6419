import * as v from 'valibot';
import { finiteNumber, listOf, nonNegativeInteger, oneOf, type Schema, text } from '../base/schema.ts';
import type { DriftRecord, DriftReference, DriftState, Wealth } from '../drift/drift-record.ts';
import { type FeatureName, featureNames } from '../drift/features.ts';

const column = v.exactOptional(listOf(finiteNumber));

const columns = v.object({
  similarity: column,
  lead: column,
  probability: column,
  unknown: column,
  brightness: column,
  contrast: column,
  saturation: column,
  detail: column,
  size: column,
} satisfies Readonly<Record<FeatureName, typeof column>>);

const wealth: Schema<Wealth> = v.object({
  name: oneOf('classShare', 'classSimilarity', ...featureNames),
  label: v.nullable(text),
  bets: listOf(finiteNumber),
  most: finiteNumber,
});

const reference: Schema<DriftReference> = v.object({
  labels: listOf(text),
  features: columns,
  nearDuplicates: v.exactOptional(finiteNumber),
});

const state: Schema<DriftState> = v.object({
  asked: nonNegativeInteger,
  hashes: listOf(text),
  labels: listOf(text),
  features: columns,
  wealth: listOf(wealth),
  most: finiteNumber,
});

/** What a bundle keeps for the test of drift. */
export const driftSchema: Schema<DriftRecord> = v.object({ reference, state: v.nullable(state) });
