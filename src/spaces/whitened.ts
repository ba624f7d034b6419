import { powered } from '../backbones/projection.ts';
import { type Matrix, matrix } from '../base/matrix.ts';
import { cholesky, invertLower } from '../linalg/cholesky.ts';
import type { FitProjection, ProjectionOptions } from './projection-fit.ts';
import { type Scatter, trace, withinClassScatter } from './scatter.ts';

/** Defaults: the middle of the values that suited all tested data sets. */
export const defaultWhitening: ProjectionOptions = { power: 0.75, shrinkage: 0.1 };

/** Minimum shrinkage; keeps the scatter invertible where the estimate is 0. */
const minShrinkage = 1e-3;

/**
 * Regularised linear discriminant analysis (Friedman 1989) as a space: whitens the within-class scatter, shrunk towards
 * a sphere. Null where no class has two different pictures.
 */
export const whitened: FitProjection = async (learned, { power, shrinkage }, product) => {
  const embeddings = powered(learned.embeddings, power);
  const scatter = await withinClassScatter({ ...learned, embeddings }, product);
  if (scatter === null) return null;
  const weights = whiteningMatrix(whiteningFactor(scatter, shrinkage));
  return { name: 'whitened', power, mean: scatter.mean, std: null, weights };
};

/**
 * The Cholesky factor L [D, D] of (1 - shrinkage) S + shrinkage * trace(S) / D * I. L^-1 whitens data with this
 * covariance.
 */
export function whiteningFactor(
  { covariance, ledoitWolf }: Scatter,
  wanted: ProjectionOptions['shrinkage'],
): Float64Array {
  const shrinkage = wanted === 'ledoit-wolf' ? Math.max(ledoitWolf, minShrinkage) : wanted;
  return cholesky(shrunk(covariance, shrinkage), covariance.rows);
}

/** L^-1 of a factor L [D, D], scaled so that its largest entry is 1. */
export function whiteningMatrix(factor: Float64Array): Matrix {
  const size = Math.sqrt(factor.length);
  return matrix(size, size, unitScale(invertLower(factor, size)));
}

function shrunk(covariance: Matrix, shrinkage: number): Float64Array {
  const result = new Float64Array(covariance.data);
  const ridge = (shrinkage * trace(covariance)) / covariance.rows;
  for (let i = 0; i < result.length; i++) result[i] *= 1 - shrinkage;
  for (let i = 0; i < result.length; i += covariance.rows + 1) result[i] += ridge;
  return result;
}

/** Scales the largest entry to 1, so that float32 holds all entries well. Cosines do not depend on the scale. */
function unitScale(values: Float64Array): Float32Array {
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]));
  const result = new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) result[i] = values[i] / largest;
  return result;
}
