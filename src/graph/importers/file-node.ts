import type { AttributeProto, TensorProto } from 'onnx-buf';
import { internalError } from '../../base/error.ts';
import { evaluated } from '../folding/evaluate.ts';
import type { Graph } from '../graph.ts';
import type { AttributeDefault } from '../schemas/schema.ts';
import { sizes, type Value } from '../value.ts';

/** A node of a file that is being imported. */
export type FileNode = {
  readonly operator: string;
  /** The version of its operator set. */
  readonly opset: number;
  /** The values that it reads; undefined for optional inputs that were left out. */
  readonly inputs: readonly (Value | undefined)[];
  /** How many outputs it has. */
  readonly outputs: number;
  readonly attributes: ReadonlyMap<string, AttributeProto>;
  /** The operator schema's defaults, for attributes that the node lacks. */
  readonly defaults: Readonly<Record<string, AttributeDefault>>;
  /** The graph in which to record it. */
  readonly graph: Graph;
  /** Imports the graph in an attribute, which may use values around the node; gives its outputs. */
  readonly inside: (attribute: string) => readonly Value[];
  /** Makes a weight or a constant of a constant tensor of the file. */
  readonly constant: (tensor: TensorProto) => Value;
  /** The name of its first output. */
  readonly output: string;
};

/** Records what a node of a file computes, and gives its outputs. */
export type Importer = (node: FileNode) => Value | readonly Value[];

/** An input that must be present. Throws `internal` where it is not. */
export function operand({ inputs, operator }: FileNode, index: number): Value {
  const value = inputs[index];
  if (!value) throw internalError(`${operator} lacks its input ${index}`);
  return value;
}

/** The numbers of an input that must be known during import; undefined where the input was left out. */
export function numbers({ inputs }: FileNode, index: number): number[] | undefined {
  const value = inputs[index];
  return value && evaluated(value);
}

/** The numbers of an input that must be present and known during import. */
export function requiredNumbers(node: FileNode, index: number): number[] {
  return evaluated(operand(node, index));
}

/** An integer attribute, from the node or its schema; undefined where neither has it. */
export function optionalIntegerAttribute({ attributes, defaults }: FileNode, name: string): number | undefined {
  const given = attributes.get(name);
  const value = given ? Number(given.i) : defaults[name];
  return typeof value === 'number' ? value : undefined;
}

/** An integer attribute. Throws `internal` where it is missing. */
export function integerAttribute(node: FileNode, name: string): number {
  return present(node, name, optionalIntegerAttribute(node, name));
}

/** An attribute that lists integers; undefined where it is missing. */
export function integersAttribute({ attributes, defaults }: FileNode, name: string): readonly number[] | undefined {
  const given = attributes.get(name);
  const value = given ? given.ints.map(Number) : defaults[name];
  return Array.isArray(value) ? value : undefined;
}

/** An attribute that lists floats; undefined where it is missing. */
export function floatsAttribute({ attributes }: FileNode, name: string): readonly number[] | undefined {
  return attributes.get(name)?.floats;
}

/** A float attribute. Throws `internal` where it is missing. */
export function floatAttribute({ attributes, defaults, operator }: FileNode, name: string): number {
  const value = attributes.get(name)?.f ?? defaults[name];
  if (typeof value !== 'number') throw internalError(`${operator} lacks its attribute ${name}`);
  return value;
}

/** A text attribute; empty where it is missing. */
export function stringAttribute({ attributes, defaults }: FileNode, name: string): string {
  const given = attributes.get(name);
  return given ? new TextDecoder().decode(given.s) : String(defaults[name] ?? '');
}

/**
 * The listed axes, counted from the front: from input number `index` in newer operator sets, else from the attribute
 * `axes`.
 */
export function axesOf(node: FileNode, index: number, rank: number): number[] | undefined {
  const axes = numbers(node, index) ?? integersAttribute(node, 'axes');
  return axes?.map((axis) => fromFront(axis, rank));
}

/** An axis counted from the front. */
export function fromFront(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}

/** The sizes of an input, all known. */
export function shapeOf(node: FileNode, index = 0): number[] {
  return sizes(operand(node, index).shape);
}

function present<T>({ operator }: FileNode, name: string, value: T | undefined): T {
  if (value === undefined) throw internalError(`${operator} lacks its attribute ${name}`);
  return value;
}
