import { gather } from '../ops.ts';
import type { Value } from '../value.ts';

/** x reversed along one axis. */
export function reversed(x: Value, axis: number): Value {
  const size = Number(x.shape[axis]);
  const places = Array.from({ length: size }, (_, i) => size - 1 - i);
  return size === 1 ? x : gather(x, x.graph.constant(places, { type: 'int64' }), axis);
}
