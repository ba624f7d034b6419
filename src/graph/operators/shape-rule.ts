import type { Attributes } from '../node.ts';
import type { TensorType, Value } from '../value.ts';

/** Infers the types and shapes of a node's outputs. */
export type ShapeRule = (inputs: readonly Value[], attributes: Attributes) => readonly TensorType[];
