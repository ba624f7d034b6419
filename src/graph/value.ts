import { internalError } from '../base/error.ts';
import type { Graph } from './graph.ts';

/** The element types that our operators support. */
export type ElementType = 'float32' | 'float64' | 'int64' | 'bool';

/** A size that is known now, or the name of one that is known only when the graph runs (`'N'`). */
export type Dimension = number | string;

/** Sizes from the slowest to the fastest axis; `[]` is a scalar. */
export type Shape = readonly Dimension[];

/** Type and shape of a tensor, known before it is computed. */
export type TensorType = { readonly type: ElementType; readonly shape: Shape };

/**
 * A tensor in a graph under construction: an input, a constant, or an output of a node. The functions of ops.ts take
 * and give Values; each records its node in the graph of its operands.
 */
export type Value = TensorType & {
  readonly graph: Graph;
  /** Unique in the graph and all graphs nested in it. */
  readonly name: string;
  /** The numbers of a constant, row-major; null for values that are known only when the graph runs. */
  readonly data: ArrayLike<number> | null;
};

/** Values by name: for instance the parameters of a head, or the inputs of a step. */
export type Values = Readonly<Record<string, Value>>;

/** Replaces each value by what `change` gives; the names stay. */
export function mapValues(values: Values, change: (value: Value, name: string) => Value): Values {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value, name)]));
}

/** The numbers of a value that must be constant, such as the axes of a reduction. Throws `internal` where it is not. */
export function constantNumbers({ name, data }: Value): number[] {
  if (data === null) throw internalError(`${name} must be constant`);
  return Array.from(data);
}

/** The sizes of a shape that must be known now. Throws `internal` where one is only a name. */
export function sizes(shape: Shape): number[] {
  return shape.map((size) => {
    if (typeof size === 'string') throw internalError(`the size ${size} of [${shape.join(', ')}] must be known`);
    return size;
  });
}

/** How many numbers a tensor of this shape holds. Throws `internal` where a size is only a name. */
export function elementCount(shape: Shape): number {
  return sizes(shape).reduce((product, size) => product * size, 1);
}

/** Whether gradients can flow through values of this type. */
export function isFloat({ type }: TensorType): boolean {
  return type === 'float32' || type === 'float64';
}
