import { create, toBinary } from '@bufbuild/protobuf';
import { type GraphProto, ModelProtoSchema, StringStringEntryProtoSchema, type ValueInfoProto } from 'onnx-buf';
import { commonGraph } from '../graph.ts';
import type { Value, Values } from '../value.ts';
import { graphProto, identityProto } from './nodes.ts';
import { badModel, opsetOf, parseOnnx } from './parse-onnx.ts';
import { renameTensors } from './rename-tensors.ts';

/** What to compute after an existing model. */
export type Extension = {
  /** The inputs of the extension's graph, by name, and the tensors of the model that feed them. */
  readonly bindings: Readonly<Record<string, string>>;
  /**
   * The outputs of the whole, at least one of them new: values of the extension, or names of the model's own outputs.
   */
  readonly outputs: Readonly<Record<string, Value | string>>;
  /** Metadata to add to the file's own; an equal key replaces the old value. */
  readonly metadata?: Readonly<Record<string, string>>;
};

/**
 * Appends nodes to an existing ONNX model. The result has the model's inputs and the extension's outputs; weights stay
 * as they are. A tensor of the model that has the name of a new output is renamed. Throws `bad-model` where the bytes
 * are no ONNX model or lack a bound tensor, and `unsupported` where the model's operator set is too old for our nodes.
 */
export function extendOnnx(model: Uint8Array, { bindings, outputs, metadata = {} }: Extension): Uint8Array {
  const { parsed, graph } = parseOnnx(model);
  const values = Object.fromEntries(Object.entries(outputs).filter(isComputed));
  const own = ownTensors(graph, [...Object.values(bindings), ...Object.values(outputs).filter(isName)]);
  const inside = prefixed(own);
  const aside = (name: string) => (name in outputs && own.has(name) ? inside(`model/${name}`) : name);
  renameTensors(graph, aside);
  const appended = graphProto(commonGraph(Object.values(values)), values, opsetOf(parsed));
  renameTensors(appended, (name) => (name in values ? name : inside(name)));
  const kept = Object.entries(outputs).flatMap(([name, from]) => (isName(from) ? [[name, aside(from)]] : []));
  graph.initializer.push(...appended.initializer);
  graph.node.push(
    ...Object.entries(bindings).map(([input, tensor]) => identityProto(aside(tensor), inside(input))),
    ...appended.node,
    ...kept.map(([name, from]) => identityProto(from, name)),
  );
  graph.output = [...appended.output, ...kept.map(([name, from]) => renamedOutput(graph, from, name))];
  const entries = Object.entries(metadata).map(([key, value]) => create(StringStringEntryProtoSchema, { key, value }));
  parsed.metadataProps = [...parsed.metadataProps.filter(({ key }) => !(key in metadata)), ...entries];
  return toBinary(ModelProtoSchema, parsed);
}

/** Makes names that no other tensor has, even where the model was extended before. */
function prefixed(own: ReadonlySet<string>): (name: string) => string {
  const taken = [...own].filter((name) => name.startsWith('extension')).length;
  return (name) => `extension${taken}/${name}`;
}

function isName(output: Value | string): output is string {
  return typeof output === 'string';
}

function isComputed(entry: [string, Value | string]): entry is [string, Values[string]] {
  return !isName(entry[1]);
}

/** The names of all tensors of the model. Throws `bad-model` where one of `asked` is not among them. */
function ownTensors(graph: GraphProto, asked: readonly string[]): Set<string> {
  const declared = [...graph.input, ...graph.initializer].map(({ name }) => name);
  const names = new Set([...declared, ...graph.node.flatMap(({ output }) => output)]);
  for (const name of asked) {
    if (!names.has(name)) throw badModel(`the model has no tensor ${name}`, `a tensor named ${name}`);
  }
  return names;
}

function renamedOutput({ output }: GraphProto, from: string, name: string): ValueInfoProto {
  const found = output.find((candidate) => candidate.name === from);
  if (!found)
    throw badModel(`${from} is not an output of the model`, `one of ${output.map((each) => each.name).join(', ')}`);
  return { ...found, name };
}
