import { mean, reshape, slice } from '../graph/ops.ts';
import type { Value } from '../graph/value.ts';
import type { Card } from './card.ts';

/**
 * Pools a network's output to one vector per picture, [N, D], as nodes of its graph. `poolings` do the same on arrays.
 */
export function poolInGraph(output: Value, { pooling, dimensions }: Pick<Card, 'pooling' | 'dimensions'>): Value {
  const { shape } = output;
  const batch = typeof shape[0] === 'number' ? shape[0] : -1;
  if (pooling === 'none') return shape.length === 2 ? output : reshape(output, [batch, dimensions]);
  if (pooling === 'class-token') return reshape(slice(output, 1, 0, 1), [batch, dimensions]);
  const channelsFirst = shape.length === 4 && shape[1] === dimensions;
  return channelsFirst ? mean(reshape(output, [0, dimensions, -1]), 2) : mean(reshape(output, [0, -1, dimensions]), 1);
}
