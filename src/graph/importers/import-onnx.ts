import type { NodeProto } from 'onnx-buf';
import { DiscernError } from '../../base/error.ts';
import { FoldingGraph } from '../folding/folding-graph.ts';
import { ancestors, type Network } from '../network.ts';
import { neededNodes, tensorNames } from '../proto/file-nodes.ts';
import { badModel, opsetOf, parseOnnx } from '../proto/parse-onnx.ts';
import type { Value } from '../value.ts';
import { cutBehind } from './cuts.ts';
import { rulesOf } from './file-rules.ts';
import { importNode } from './import-nodes.ts';
import { pictureAxes, pictureInputName } from './picture-input.ts';
import { Scope } from './scope.ts';
import { weightPlaces } from './weight-places.ts';

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
  const pictures = { name: pictureInputName(file), shape: picture ?? pictureAxes(file) };
  const start = from ?? pictures;
  const input = graph.input(start.name, 'float32', [batch, ...start.shape]);
  // Behind a cut files still ask the pictures for their shape.
  scope.values.set(pictures.name, { ...input, name: pictures.name, shape: [batch, ...pictures.shape] });
  scope.values.set(start.name, input);
  const wanted = output ?? file.output[0].name;
  const site = { scope, graph, rules: rulesOf(parsed), weights: weightPlaces(file.node) };
  for (const node of neededNodes(file, wanted, start.name)) {
    try {
      importNode(node, site);
    } catch (error) {
      throw notImported(node, error, cutBehind(file, node, wanted));
    }
  }
  const found = scope.get(wanted);
  if (Number(found.shape[0]) % batch !== 0) throw fixedBatch(found, batch);
  if (from && from.name !== pictures.name && ancestors(graph, found).has(pictures.name)) throw noCut(from, wanted);
  return { graph, input, output: found, values: scope.values };
}

function fixedBatch({ shape }: Value, batch: number): DiscernError {
  return new DiscernError('unsupported', `the model gives [${shape.join(', ')}] for ${batch} pictures`, {
    given: `a batch of ${batch}`,
    expected: `an output [${batch}, ...]`,
    todo: 'export the model with a dynamic batch dimension',
  });
}

function noCut({ name }: Start, output: string): DiscernError {
  return badModel(`${output} depends on more of the pictures than ${name}`, 'a tensor that alone leads on: cutsOf');
}

/** Names the node, and where the network can be frozen so that it no longer matters. */
function notImported({ name, opType, output }: NodeProto, error: unknown, cut: string | undefined): unknown {
  if (!(error instanceof DiscernError)) return error;
  const reason = error.message.replace(/^internal: /, '');
  return new DiscernError(
    'unsupported',
    `the node ${name || output[0]} (${opType}) cannot be trained: ${reason}`,
    {
      given: `a node ${opType} that gives ${output.join(', ')}`,
      expected: 'operators whose shapes are known and that gradients pass',
      todo: cut ? `freeze the network up to ${cut}, and train what comes behind it` : 'train a head on frozen features',
    },
    error,
  );
}
