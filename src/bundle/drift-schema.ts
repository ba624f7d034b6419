import * as v from 'valibot';
import { finiteNumber, listOf, nonNegativeInteger, oneOf, type Schema, text } from '../base/schema.ts';
import type { DriftRecord, DriftReference, DriftState, LeastPValue } from '../drift/drift-record.ts';
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

const pValue: Schema<LeastPValue> = v.object({
  name: oneOf('classShare', 'classSimilarity', 'classReplaced', ...featureNames),
  label: v.nullable(text),
  pValue: finiteNumber,
});

const rows = { labels: listOf(text), scenes: listOf(nonNegativeInteger), features: columns };

const reference: Schema<DriftReference> = v.object({ ...rows, sceneSimilarity: finiteNumber });

const state: Schema<DriftState> = v.object({
  ...rows,
  asked: nonNegativeInteger,
  hashes: listOf(text),
  tests: nonNegativeInteger,
  pValues: listOf(pValue),
});

/** What a bundle keeps for the test of drift. */
export const driftSchema: Schema<DriftRecord> = v.object({ reference, state: v.nullable(state) });
