import { internalError } from '../base/error.ts';
import type { Graph } from './graph.ts';
import type { Operator } from './operators/catalogue.ts';
import type { Value } from './value.ts';

/** A graph inside a node: the loop body of `Scan`. It may use values of the graphs around it. */
export type Body = { readonly graph: Graph; readonly outputs: readonly Value[] };

/** A fixed attribute of a node. A bare number is an integer in ONNX; a float is written `{ float }`. */
export type Attribute = number | string | readonly number[] | { readonly float: number } | Body;

/** The attributes of a node, under their ONNX names. */
export type Attributes = Readonly<Record<string, Attribute>>;

/** One call of an ONNX operator. */
export type Node = {
  readonly operator: Operator;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly attributes: Attributes;
};

/** An integer attribute. Throws `internal` where it is missing or of another kind. */
export function integer(attributes: Attributes, name: string): number {
  const value = attributes[name];
  if (typeof value !== 'number') throw internalError(`the attribute ${name} must be an integer`);
  return value;
}

/** A float attribute. Throws `internal` where it is missing or of another kind. */
export function float(attributes: Attributes, name: string): number {
  const value = attributes[name];
  if (typeof value !== 'object' || !('float' in value)) throw internalError(`the attribute ${name} must be a float`);
  return value.float;
}

/** An attribute that lists integers. Throws `internal` where it is missing or of another kind. */
export function integers(attributes: Attributes, name: string): readonly number[] {
  const value = attributes[name];
  if (!isIntegers(value)) throw internalError(`the attribute ${name} must list integers`);
  return value;
}

/** The graph inside a node. Throws `internal` where there is none. */
export function body(attributes: Attributes): Body {
  const value = attributes.body;
  if (!isBody(value)) throw internalError('the attribute body must be a graph');
  return value;
}

/** Whether this attribute is a graph. */
export function isBody(attribute: Attribute | undefined): attribute is Body {
  return typeof attribute === 'object' && 'graph' in attribute;
}

/** Whether this attribute lists integers. */
export function isIntegers(attribute: Attribute | undefined): attribute is readonly number[] {
  return Array.isArray(attribute);
}
