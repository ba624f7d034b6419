import type { Node } from '../node.ts';
import type { Value } from '../value.ts';

/**
 * The derivative of one operator, transposed: from the gradients of a node's outputs to those of its inputs, in
 * order; null for an input through which none flows. Results may have the broadcast shape: the walk undoes that.
 */
export type Gradient = (node: Node, upstream: readonly Value[]) => readonly (Value | null)[];
