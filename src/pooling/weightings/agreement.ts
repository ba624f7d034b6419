import { agreements } from '../agreements.ts';
import { sharesOf, type Weighting } from './weighting.ts';

/** A picture counts by its similarity to the mean of the others; one with nothing in common with them, not at all. */
export const agreement: Weighting = (embeddings) =>
  embeddings.rows === 1 ? Float64Array.of(1) : sharesOf(agreements(embeddings).map((cosine) => Math.max(0, cosine)));
