import type { AttributeProto, FunctionProto, NodeProto } from 'onnx-buf';
import { internalError } from '../../base/error.ts';
import type { Graph } from '../graph.ts';
import type { Value } from '../value.ts';
import { importers } from './catalogue.ts';
import { constantValue } from './constants.ts';
import type { FileNode, Importer } from './file-node.ts';
import { type FileRules, operatorKey, rulesOf, schemaOf, versionOf } from './file-rules.ts';
import { Scope } from './scope.ts';

/**
 * The context in which nodes are imported: the values in scope, the graph that records them, and their file's rules.
 */
export type ImportContext = {
  readonly scope: Scope;
  readonly graph: Graph;
  readonly rules: FileRules;
  /** Names of the tensors that are read as weights (weight-names.ts). */
  readonly weights: ReadonlySet<string>;
};

/** Imports a node; its outputs enter the scope. Throws `internal` or `bad-model` where it cannot be imported. */
export function importNode(node: NodeProto, site: ImportContext): void {
  const outputs = outputsOf(node, site);
  node.output.forEach((name, i) => {
    if (name !== '' && outputs[i]) site.scope.values.set(name, outputs[i]);
  });
}

/** Whether an operator can be imported, at least in some of its variants. */
export function isKnown({ domain, opType }: NodeProto, { functions }: FileRules): boolean {
  const key = operatorKey(domain, opType);
  return functions.has(key) || Object.hasOwn(importers, key);
}

function outputsOf(node: NodeProto, site: ImportContext): readonly Value[] {
  const key = operatorKey(node.domain, node.opType);
  const own = site.rules.functions.get(key);
  if (own) return inlined(own, node, site);
  const table: Readonly<Record<string, Importer>> = importers;
  if (!Object.hasOwn(table, key)) throw internalError(`the operator ${key} is not supported`);
  return [table[key](fileNode(node, site))].flat();
}

function fileNode(node: NodeProto, site: ImportContext): FileNode {
  const opset = versionOf(node, site.rules);
  const [name] = node.output;
  return {
    operator: node.opType,
    opset,
    inputs: node.input.map((name) => (name === '' ? undefined : site.scope.get(name))),
    outputs: node.output.filter((name) => name !== '').length,
    attributes: byName(node.attribute),
    defaults: schemaOf(node, opset)?.[5] ?? {},
    graph: site.graph,
    output: name,
    inside: (name) => insideOf(node, name, site),
    constant: (tensor) => constantValue(site.graph, tensor, { name, isWeight: site.weights.has(name) }),
  };
}

function insideOf(node: NodeProto, attribute: string, { scope, ...site }: ImportContext): readonly Value[] {
  const inner = byName(node.attribute).get(attribute)?.g;
  if (!inner) throw internalError(`${node.opType} lacks its graph ${attribute}`);
  const within = new Scope(site.graph, inner.initializer, scope);
  for (const each of inner.node) importNode(each, { ...site, scope: within });
  return inner.output.map(({ name }) => within.get(name));
}

/** Inlines a function that the file defines: its nodes replace the call. */
function inlined(own: FunctionProto, call: NodeProto, { scope, graph, rules }: ImportContext): readonly Value[] {
  const within = new Scope(graph, []);
  own.input.forEach((name, i) => {
    if (call.input[i]) within.values.set(name, scope.get(call.input[i]));
  });
  const { opsets } = rulesOf({ opsetImport: own.opsetImport, functions: [] });
  const given = byName([...own.attributeProto, ...call.attribute]);
  // A function that is called twice would otherwise give two weights of one name.
  const site = { scope: within, graph, rules: { ...rules, opsets }, weights: new Set<string>() };
  for (const node of own.node) {
    const attribute = node.attribute.flatMap((each) => settled(each, given));
    importNode({ ...node, attribute }, site);
  }
  return own.output.map((name) => within.get(name));
}

/** An attribute inside a function; it may refer to an attribute of the call. */
function settled(attribute: AttributeProto, given: ReadonlyMap<string, AttributeProto>): AttributeProto[] {
  if (attribute.refAttrName === '') return [attribute];
  const value = given.get(attribute.refAttrName);
  return value ? [{ ...value, name: attribute.name }] : [];
}

function byName(attributes: readonly AttributeProto[]): Map<string, AttributeProto> {
  return new Map(attributes.map((attribute) => [attribute.name, attribute]));
}
