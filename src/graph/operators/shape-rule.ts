import type { Attributes } from '../node.ts';
import type { TensorType, Value } from '../value.ts';

/** Gives the types and shapes of a node's outputs. */
export type ShapeRule = (inputs: readonly Value[], attributes: Attributes) => readonly TensorType[];
