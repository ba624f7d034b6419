import type { Node } from '../node.ts';
import type { Value } from '../value.ts';

/**
 * The transposed derivative of one operator: from the gradients of a node's outputs to those of its inputs, in order;
 * null for an input without a gradient. Results may have the broadcast shape: the reverse walk sums them.
 */
export type Gradient = (node: Node, upstream: readonly Value[]) => readonly (Value | null)[];
