import type { FunctionProto, GraphProto, NodeProto } from 'onnx-buf';
import { DiscernError, internalError } from '../../base/error.ts';
import type { Graph } from '../graph.ts';
import { badModel } from '../proto/parse-onnx.ts';
import type { SchemaRow } from '../schemas/schema.ts';
import { standardSchemas } from '../schemas/standard.ts';
import type { Value } from '../value.ts';
import { importers } from './catalogue.ts';
import { constantValue } from './constants.ts';
import type { FileNode, Importer } from './file-node.ts';
import { Scope } from './scope.ts';

/** What a file lays down for all of its nodes. */
export type FileRules = {
  /** Versions of operator sets by domain. */
  readonly opsets: ReadonlyMap<string, number>;
  /** Operators that the file itself defines, by domain and name. */
  readonly functions: ReadonlyMap<string, FunctionProto>;
};

/** Imports nodes in the order of the file; what they give enters the scope. Throws `unsupported` naming a node. */
export function importNodes(nodes: readonly NodeProto[], scope: Scope, graph: Graph, rules: FileRules): void {
  for (const node of nodes) {
    const outputs = imported(node, scope, graph, rules);
    node.output.forEach((name, i) => {
      if (name !== '' && outputs[i]) scope.values.set(name, outputs[i]);
    });
  }
}

function imported(node: NodeProto, scope: Scope, graph: Graph, rules: FileRules): readonly Value[] {
  const own = rules.functions.get(functionKey(node));
  if (own) return inlined(own, node, scope, graph, rules);
  try {
    const outputs = importerOf(node)(fileNode(node, scope, graph, rules));
    return Array.isArray(outputs) ? outputs : [outputs].flat();
  } catch (error) {
    throw namingNode(node, error);
  }
}

function importerOf({ domain, opType }: NodeProto): Importer {
  const table: Readonly<Record<string, Importer>> = importers;
  const found = isStandard(domain) && Object.hasOwn(table, opType) ? table[opType] : undefined;
  if (!found) throw internalError(`the operator ${[domain, opType].filter(Boolean).join('.')} is not known`);
  return found;
}

function fileNode(node: NodeProto, scope: Scope, graph: Graph, rules: FileRules): FileNode {
  const opset = rules.opsets.get(isStandard(node.domain) ? '' : node.domain) ?? 1;
  const schema = schemaOf(node, opset);
  if (schema) requireFit(node, schema);
  return {
    operator: node.opType,
    opset,
    inputs: node.input.map((name) => (name === '' ? undefined : scope.get(name))),
    outputs: node.output.filter((name) => name !== '').length,
    attributes: new Map(node.attribute.map((attribute) => [attribute.name, attribute])),
    defaults: schema?.[5] ?? {},
    graph,
    inside: (name) => insideOf(node, name, scope, graph, rules),
    constant: (tensor) => constantValue(graph, node.output[0], tensor),
  };
}

/** What the standard says of an operator in that version; undefined for operators of other makers. */
function schemaOf({ domain, opType }: NodeProto, opset: number): SchemaRow | undefined {
  return isStandard(domain) ? standardSchemas[opType]?.findLast(([since]) => since <= opset) : undefined;
}

function requireFit({ input, output, attribute, opType }: NodeProto, schema: SchemaRow): void {
  const [, leastInputs, mostInputs, leastOutputs, mostOutputs, , required = []] = schema;
  if (input.length < leastInputs || input.length > mostInputs)
    throw badModel(`${opType} has ${input.length} inputs`, `${leastInputs} to ${mostInputs}`);
  if (output.length < leastOutputs || output.length > mostOutputs)
    throw badModel(`${opType} has ${output.length} outputs`, `${leastOutputs} to ${mostOutputs}`);
  const missing = required.find((name) => !attribute.some((given) => given.name === name));
  if (missing) throw badModel(`${opType} lacks its attribute ${missing}`, 'every required attribute');
}

function insideOf(node: NodeProto, attribute: string, scope: Scope, graph: Graph, rules: FileRules): readonly Value[] {
  const inner: GraphProto | undefined = node.attribute.find(({ name }) => name === attribute)?.g;
  if (!inner) throw internalError(`${node.opType} lacks its graph ${attribute}`);
  const within = new Scope(graph, inner.initializer, scope);
  importNodes(inner.node, within, graph, rules);
  return inner.output.map(({ name }) => within.get(name));
}

/** The nodes of a function that the file defines, in place of a call of it. */
function inlined(own: FunctionProto, call: NodeProto, scope: Scope, graph: Graph, rules: FileRules): readonly Value[] {
  const within = new Scope(graph, []);
  own.input.forEach((name, i) => {
    if (call.input[i]) within.values.set(name, scope.get(call.input[i]));
  });
  const opsets = new Map([...rules.opsets, ...opsetVersions(own.opsetImport)]);
  const given = new Map([...own.attributeProto, ...call.attribute].map((attribute) => [attribute.name, attribute]));
  const body = own.node.map((node) => ({
    ...node,
    attribute: node.attribute.flatMap((attribute) => {
      if (attribute.refAttrName === '') return [attribute];
      const value = given.get(attribute.refAttrName);
      return value ? [{ ...value, name: attribute.name }] : [];
    }),
  }));
  importNodes(body, within, graph, { ...rules, opsets });
  return own.output.map((name) => within.get(name));
}

/** The key of an operator that a file defines. */
export function functionKey({ domain, name, opType }: { domain: string; name: string; opType?: string }): string {
  return `${domain}:${opType ?? name}`;
}

/** Versions of operator sets by domain; the standard's domain has two spellings. */
export function opsetVersions(sets: readonly { domain: string; version: bigint }[]): Map<string, number> {
  return new Map(sets.map(({ domain, version }) => [isStandard(domain) ? '' : domain, Number(version)]));
}

function isStandard(domain: string): boolean {
  return domain === '' || domain === 'ai.onnx';
}

function namingNode(node: NodeProto, error: unknown): unknown {
  if (!(error instanceof DiscernError) || error.code === 'unsupported') return error;
  const name = node.name || node.output[0];
  const reason = error.message.replace(/^internal: /, '');
  return new DiscernError(
    'unsupported',
    `the node ${name} (${node.opType}) cannot be imported: ${reason}`,
    {
      given: `a node ${node.opType} that gives ${node.output.join(', ')}`,
      expected: 'operators whose shapes are known and that gradients pass',
      todo: 'freeze the network up to a tensor behind that node, and train what comes after',
    },
    error,
  );
}
