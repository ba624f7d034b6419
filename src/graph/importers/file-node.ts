import type { AttributeProto, TensorProto } from 'onnx-buf';
import { internalError } from '../../base/error.ts';
import { evaluated } from '../folding/evaluate.ts';
import type { Graph } from '../graph.ts';
import type { Default } from '../schemas/schema.ts';
import { sizes, type Value } from '../value.ts';

/** A node of a file on its way into a graph. */
export type FileNode = {
  readonly operator: string;
  /** The version of the operator set that it belongs to. */
  readonly opset: number;
  /** What it reads; undefined for what was left out. */
  readonly inputs: readonly (Value | undefined)[];
  /** How many outputs it has. */
  readonly outputs: number;
  readonly attributes: ReadonlyMap<string, AttributeProto>;
  /** What the operator's schema gives for attributes that the node lacks. */
  readonly defaults: Readonly<Record<string, Default>>;
  /** Where to record. */
  readonly graph: Graph;
  /** Imports the graph inside the node, which may use what is around it; gives its outputs. */
  readonly inside: (attribute: string) => readonly Value[];
  /** What a constant of the file becomes: a weight or a constant. */
  readonly constant: (tensor: TensorProto) => Value;
  /** The name of its first output. */
  readonly output: string;
};

/** Records what a node of a file computes; gives its outputs. */
export type Importer = (node: FileNode) => Value | readonly Value[];

/** An input that must be given. */
export function operand({ inputs, operator }: FileNode, place: number): Value {
  const value = inputs[place];
  if (!value) throw internalError(`${operator} lacks its input ${place}`);
  return value;
}

/** The numbers of an input that must be known now; undefined where it was left out. */
export function numbers({ inputs }: FileNode, place: number): number[] | undefined {
  const value = inputs[place];
  return value && evaluated(value);
}

/** The numbers of an input that must be given and known now. */
export function requiredNumbers(node: FileNode, place: number): number[] {
  return evaluated(operand(node, place));
}

/** An integer setting, from the node or its schema; undefined where neither has it. */
export function maybeInteger({ attributes, defaults }: FileNode, name: string): number | undefined {
  const given = attributes.get(name);
  const value = given ? Number(given.i) : defaults[name];
  return typeof value === 'number' ? value : undefined;
}

/** An integer setting. */
export function integer(node: FileNode, name: string): number {
  return present(node, name, maybeInteger(node, name));
}

/** A setting that lists integers; undefined where there is none. */
export function integers({ attributes, defaults }: FileNode, name: string): readonly number[] | undefined {
  const given = attributes.get(name);
  const value = given ? given.ints.map(Number) : defaults[name];
  return Array.isArray(value) ? value : undefined;
}

/** A setting that lists floats; undefined where there is none. */
export function floats({ attributes }: FileNode, name: string): readonly number[] | undefined {
  return attributes.get(name)?.floats;
}

/** A fractional setting. */
export function float({ attributes, defaults, operator }: FileNode, name: string): number {
  const value = attributes.get(name)?.f ?? defaults[name];
  if (typeof value !== 'number') throw internalError(`${operator} lacks its attribute ${name}`);
  return value;
}

/** A setting in words; empty where there is none. */
export function word({ attributes, defaults }: FileNode, name: string): string {
  const given = attributes.get(name);
  return given ? new TextDecoder().decode(given.s) : String(defaults[name] ?? '');
}

/** Axes that a list gives, counted from the front; by the input `place` since they are one, else by the attribute. */
export function axesOf(node: FileNode, place: number, rank: number): number[] | undefined {
  const axes = numbers(node, place) ?? integers(node, 'axes');
  return axes?.map((axis) => fromFront(axis, rank));
}

/** An axis counted from the front. */
export function fromFront(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}

/** The sizes of an input, all known. */
export function shapeOf(node: FileNode, place = 0): number[] {
  return sizes(operand(node, place).shape);
}

function present<T>({ operator }: FileNode, name: string, value: T | undefined): T {
  if (value === undefined) throw internalError(`${operator} lacks its attribute ${name}`);
  return value;
}
