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
import { weightNames } from './weight-names.ts';

/** A network read from a file. */
export type ImportedNetwork = Network & {
  /** Every tensor that the file computes, by the file's name for it. Cut points are among them. */
  readonly values: ReadonlyMap<string, Value>;
};

/** Where an import begins: a tensor of the file, by name, and its shape without the batch. */
export type ImportStart = { readonly name: string; readonly shape: readonly number[] };

/** Options of importOnnx. */
export type ImportOptions = {
  /** Pictures per batch; all shapes follow from it. */
  readonly batch: number;
  /** Name of the output to import; the file's first output where not given. */
  readonly output?: string;
  /** Begin at this tensor instead of at the pictures. Nodes before it are not read, so they may be of any kind. */
  readonly from?: ImportStart;
  /** Shape of a picture, [C, H, W], for files with dynamic sizes. */
  readonly picture?: readonly number[];
};

/**
 * Opens an ONNX file as an editable graph: float initialisers become weights under the file's names (half precision
 * becomes float32), shape arithmetic becomes constants, and operators are rewritten to our own (catalogue.ts). Throws
 * `bad-model` for bytes that are no model or that lack a tensor, and `unsupported`, naming the node, where one cannot
 * be imported.
 *
 * @example
 * const access = { runtime: nodeRuntime, hub: { folder: 'models' } };
 * const { bytes, card } = await loadBackbone('efficientnet-lite0', access);
 * const { input, output } = importOnnx(bytes, { batch: 8, output: card.output });
 * input.shape; // => [8, 3, 224, 224]
 * output.shape; // => [8, 1280]
 */
export function importOnnx(model: Uint8Array, { batch, output, from, picture }: ImportOptions): ImportedNetwork {
  const { parsed, graph: file } = parseOnnx(model);
  opsetOf(parsed);
  const graph = new FoldingGraph(tensorNames(file));
  const scope = new Scope(graph, file.initializer);
  const pictures = { name: pictureInputName(file), shape: picture ?? pictureAxes(file) };
  const start = from ?? pictures;
  const input = graph.input(start.name, 'float32', [batch, ...start.shape]);
  // After a cut, files may still ask for the shape of the pictures.
  scope.values.set(pictures.name, { ...input, name: pictures.name, shape: [batch, ...pictures.shape] });
  scope.values.set(start.name, input);
  const wanted = output ?? file.output[0].name;
  const site = { scope, graph, rules: rulesOf(parsed), weights: weightNames(file.node) };
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

function noCut({ name }: ImportStart, output: string): DiscernError {
  return badModel(`${output} depends on more of the pictures than ${name}`, 'one of the tensors that cutsOf lists');
}

/**
 * The error of a node that cannot be imported. It names the node, and a cut after it up to which the network can be
 * frozen.
 */
function notImported({ name, opType, output }: NodeProto, error: unknown, cut: string | undefined): unknown {
  if (!(error instanceof DiscernError)) return error;
  const reason = error.message.replace(/^internal: /, '');
  return new DiscernError(
    'unsupported',
    `the node ${name || output[0]} (${opType}) cannot be trained: ${reason}`,
    {
      given: `a node ${opType} that gives ${output.join(', ')}`,
      expected: 'operators with known shapes and with a gradient',
      todo: cut ? `freeze the network up to ${cut}, and train what comes after it` : 'train a head on frozen features',
    },
    error,
  );
}
