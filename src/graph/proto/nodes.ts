import { create } from '@bufbuild/protobuf';
import {
  type AttributeProto,
  AttributeProto_AttributeType,
  AttributeProtoSchema,
  type GraphProto,
  GraphProtoSchema,
  type NodeProto,
  NodeProtoSchema,
} from 'onnx-buf';
import { internalError } from '../../base/error.ts';
import type { Graph } from '../graph.ts';
import { type Attribute, type Attributes, integers, isBody, isIntegers, type Node } from '../node.ts';
import type { Operator } from '../operators/catalogue.ts';
import { constantNumbers, type Value } from '../value.ts';
import { tensorProto, valueInfoProto } from './tensors.ts';

/**
 * Converts a graph to ONNX's form, for the given version of the operator set: all declared inputs, the outputs under
 * the given names, and only those nodes and constants that the outputs need.
 */
export function graphProto(graph: Graph, outputs: Readonly<Record<string, Value>>, opset: number): GraphProto {
  const named = Object.entries(outputs);
  const { nodes, constants, used } = needed(
    graph,
    named.map(([, value]) => value.name),
  );
  return create(GraphProtoSchema, {
    name: 'discern',
    input: graph.inputs.map(valueInfoProto),
    initializer: constants.map(tensorProto),
    node: [
      ...nodes.map((node) => nodeProto(withoutIdleOutputs(node, used), opset)),
      ...named.flatMap(([name, value]) => renaming(name, value)),
    ],
    output: named.map(([name, value]) => valueInfoProto({ ...value, name })),
  });
}

/** A node that copies the tensor `from` to `name`. */
export function identityProto(from: string, name: string): NodeProto {
  return create(NodeProtoSchema, { opType: 'Identity', input: [from], output: [name] });
}

function renaming(name: string, value: Value): NodeProto[] {
  return name === value.name ? [] : [identityProto(value.name, name)];
}

/** The nodes and constants that the values of these names are computed from. */
function needed({ nodes, constants }: Graph, names: readonly string[]) {
  const used = new Set(names);
  const kept = nodes.toReversed().filter(({ inputs, outputs, attributes }) => {
    if (!outputs.some(({ name }) => used.has(name))) return false;
    for (const { name } of [...inputs, ...inputsOfBodies(attributes)]) used.add(name);
    return true;
  });
  return { nodes: kept.toReversed(), constants: constants.filter(({ name }) => used.has(name)), used };
}

/** Everything that the graphs inside a node read, both their own values and those around them. */
function inputsOfBodies(attributes: Attributes): Value[] {
  return Object.values(attributes)
    .filter(isBody)
    .flatMap(({ graph, outputs }) => [
      ...outputs,
      ...graph.nodes.flatMap((node) => [...node.inputs, ...inputsOfBodies(node.attributes)]),
    ]);
}

/** Operators whose last outputs are optional and cost time where they are present. */
const optionalOutputs: readonly Operator[] = ['LayerNormalization'];

function withoutIdleOutputs(node: Node, used: ReadonlySet<string>): Node {
  if (!optionalOutputs.includes(node.operator)) return node;
  const last = node.outputs.findLastIndex(({ name }) => used.has(name));
  return { ...node, outputs: node.outputs.slice(0, last + 1) };
}

function nodeProto(node: Node, opset: number): NodeProto {
  const { operator, inputs, outputs, attributes } = lowered(node, opset);
  return create(NodeProtoSchema, {
    ...named(operator),
    input: inputs.map(({ name }) => name),
    output: outputs.map(({ name }) => name),
    attribute: Object.entries(attributes).map(([name, value]) => attributeProto(name, value, opset)),
  });
}

/** The domain, and its version, of ONNX Runtime's operators on channel blocks. */
export const blockedDomain = { domain: 'com.microsoft.nchwc', version: 1n };

/** ONNX Runtime's names of its operators on channel blocks. */
const blockedNames: Readonly<Partial<Record<Operator, string>>> = {
  BlockedConv: 'Conv',
  BlockedMaxPool: 'MaxPool',
  ToChannelBlocks: 'ReorderInput',
  FromChannelBlocks: 'ReorderOutput',
};

/** The operator's name in files, and its domain where that is not ONNX's own. */
function named(operator: Operator) {
  const opType = blockedNames[operator];
  return opType ? { opType, domain: blockedDomain.domain } : { opType: operator };
}

/** Whether a graph, or one inside it, uses ONNX Runtime's operators on channel blocks. */
export function hasBlocks({ node }: GraphProto): boolean {
  return node.some(
    ({ domain, attribute }) =>
      domain === blockedDomain.domain || attribute.some(({ g }) => g !== undefined && hasBlocks(g)),
  );
}

/** The operator set from which on a reduction takes its axes as an input; before it, they are an attribute. */
const axesBecameInput: Readonly<Partial<Record<string, number>>> = {
  ReduceSum: 13,
  ReduceMean: 18,
  ReduceMax: 18,
  ReduceMin: 18,
};

function lowered(node: Node, opset: number): Node {
  if (node.operator === 'AveragePool') return withoutDilations(node);
  if (node.operator in blockedNames) return withoutBlock(node);
  if (opset >= (axesBecameInput[node.operator] ?? 0)) return node;
  const [x, axes] = node.inputs;
  return { ...node, inputs: [x], attributes: { ...node.attributes, axes: constantNumbers(axes) } };
}

/** Mean pooling has dilations only from operator set 19 on, which we do not write. */
function withoutDilations(node: Node): Node {
  const { dilations: _, ...attributes } = node.attributes;
  if (integers(node.attributes, 'dilations').some((step) => step > 1))
    throw internalError('a mean pooling with dilations cannot be written');
  return { ...node, attributes };
}

/** ONNX Runtime knows its own block size; only FromChannelBlocks needs the number of channels. */
function withoutBlock(node: Node): Node {
  const { block: _, ...attributes } = node.attributes;
  const channels = node.operator === 'FromChannelBlocks' ? { channels: Number(node.inputs[0].shape[1]) } : {};
  return { ...node, attributes: { ...attributes, ...channels } };
}

function attributeProto(name: string, attribute: Attribute, opset: number): AttributeProto {
  return create(AttributeProtoSchema, { name, ...attributeContent(attribute, opset) });
}

function attributeContent(attribute: Attribute, opset: number) {
  if (typeof attribute === 'number') return { type: AttributeProto_AttributeType.INT, i: BigInt(attribute) };
  if (typeof attribute === 'string') {
    return { type: AttributeProto_AttributeType.STRING, s: new TextEncoder().encode(attribute) };
  }
  if (isIntegers(attribute)) return { type: AttributeProto_AttributeType.INTS, ints: attribute.map(BigInt) };
  if (!isBody(attribute)) return { type: AttributeProto_AttributeType.FLOAT, f: attribute.float };
  const outputs = Object.fromEntries(attribute.outputs.map((value) => [value.name, value]));
  return { type: AttributeProto_AttributeType.GRAPH, g: graphProto(attribute.graph, outputs, opset) };
}
