import { quantile } from '../metrics/quantile.ts';

/** The values in ascending order. */
export function ascending(values: readonly number[]): Float64Array {
  return Float64Array.from(values).sort();
}

/** The median; NaN for no values. */
export function medianOf(values: readonly number[]): number {
  return quantile(ascending(values), 0.5);
}
