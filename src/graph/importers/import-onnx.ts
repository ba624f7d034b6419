import type { GraphProto, ModelProto, NodeProto, ValueInfoProto } from 'onnx-buf';
import { DiscernError } from '../../base/error.ts';
import { FoldingGraph } from '../folding/folding-graph.ts';
import type { Network } from '../network.ts';
import { badModel, opsetOf, parseOnnx } from '../proto/parse-onnx.ts';
import { elementTypeWithin } from '../proto/read-tensor.ts';
import type { Value } from '../value.ts';
import { functionKey, importNodes, opsetVersions } from './import-nodes.ts';
import { Scope } from './scope.ts';

/** A network read from a file. */
export type ImportedNetwork = Network & {
  /** What the file computes on the way, by the file's names of tensors: cut points are among them. */
  readonly values: ReadonlyMap<string, Value>;
};

/** Where an import begins: a tensor of the file by name, with its shape without the batch. */
export type Start = { readonly name: string; readonly shape: readonly number[] };

/** What an import takes of a file. */
export type ImportOptions = {
  /** Pictures in a batch; all shapes follow from it. */
  readonly batch: number;
  /** The output that is wanted; the file's first where none is named. */
  readonly output?: string;
  /** Begin here instead of at the pictures: nodes before it are not looked at, so they may be of any kind. */
  readonly from?: Start;
  /** The picture's axes behind the batch, [C, H, W], for files that leave them open. */
  readonly picture?: readonly number[];
};

/**
 * Opens an ONNX file as an editable graph: float initialisers become weights under the file's names (half precision
 * becomes float32), shape arithmetic becomes constants, operators are rewritten into our kernel set (catalogue.ts).
 * Throws `bad-model` for bytes that are no model or lack a tensor, `unsupported` naming the node that cannot be read.
 */
export function importOnnx(model: Uint8Array, { batch, output, from, picture }: ImportOptions): ImportedNetwork {
  const { parsed, graph: file } = parseOnnx(model);
  opsetOf(parsed);
  const graph = new FoldingGraph(tensorNames(file));
  const scope = new Scope(graph, file.initializer);
  const start = from ? { name: from.name, shape: [batch, ...from.shape] } : pictureInput(file, batch, picture);
  const input = graph.input(start.name, 'float32', start.shape);
  scope.values.set(start.name, input);
  const wanted = output ?? file.output[0].name;
  importNodes(neededNodes(file, wanted, start.name), scope, graph, rulesOf(parsed));
  const found = scope.get(wanted);
  if (found.shape[0] !== batch) throw fixedBatch(found, batch);
  return { graph, input, output: found, values: scope.values };
}

function rulesOf({ opsetImport, functions }: ModelProto) {
  return {
    opsets: opsetVersions(opsetImport),
    functions: new Map(functions.map((own) => [functionKey({ domain: own.domain, name: own.name }), own])),
  };
}

/** The nodes from which the wanted tensor is computed, beginning at `start`, in the file's order. */
export function neededNodes({ node }: GraphProto, wanted: string, start: string): NodeProto[] {
  const names = new Set([wanted]);
  const kept = node.toReversed().filter((candidate) => {
    if (!candidate.output.some((name) => name !== start && names.has(name))) return false;
    for (const name of readBy(candidate)) names.add(name);
    return true;
  });
  return kept.toReversed();
}

/** Everything that a node reads, also within graphs inside it. */
export function readBy({ input, attribute }: NodeProto): string[] {
  return [
    ...input,
    ...attribute.flatMap(({ g }) => (g ? [...g.node.flatMap(readBy), ...g.output.map(({ name }) => name)] : [])),
  ];
}

function tensorNames({ node, input, initializer }: GraphProto): Set<string> {
  return new Set([...node.flatMap(({ output }) => output), ...[...input, ...initializer].map(({ name }) => name)]);
}

/** The one input for pictures, with its sizes known. */
function pictureInput(file: GraphProto, batch: number, picture?: readonly number[]) {
  const given = new Set(file.initializer.map(({ name }) => name));
  const inputs = file.input.filter(({ name }) => !given.has(name));
  const [port] = inputs;
  if (inputs.length !== 1) throw badModel(`the model has ${inputs.length} inputs`, 'one, for pictures');
  return { name: port.name, shape: [batch, ...(picture ?? declaredAxes(port))] };
}

function declaredAxes({ name, type }: ValueInfoProto): number[] {
  const tensor = type?.value.case === 'tensorType' ? type.value.value : undefined;
  if (!tensor || elementTypeWithin(tensor.elemType) !== 'float32')
    throw badModel(`${name} takes no floats`, 'an input of floats, [N, 3, H, W]');
  return (tensor.shape?.dim.slice(1) ?? []).map(({ value }) => {
    if (value.case === 'dimValue') return Number(value.value);
    throw openSize(name, value.value ?? '?');
  });
}

function openSize(input: string, size: string): DiscernError {
  return new DiscernError('ambiguous-model', `the size ${size} of ${input} is open`, {
    given: `an input ${input} whose pictures may have any size`,
    expected: 'a size that is known before training',
    todo: 'give the size of the pictures',
  });
}

function fixedBatch({ shape }: Value, batch: number): DiscernError {
  return new DiscernError('unsupported', `the model gives [${shape.join(', ')}] for ${batch} pictures`, {
    given: `a batch of ${batch}`,
    expected: `an output [${batch}, ...]`,
    todo: 'export the model with a dynamic batch dimension',
  });
}
