import type { NodeProto } from 'onnx-buf';
import { readBy } from '../proto/file-nodes.ts';
import { operatorKey } from './file-rules.ts';

/**
 * Which inputs of an operator are weights: the first and the last. InstanceNormalization is not among them: exporters
 * use it for group normalisation, with ones and zeros that were never trained.
 */
const weightInputs: Readonly<Record<string, readonly [first: number, last: number]>> = {
  BatchNormalization: [1, 4],
  Conv: [1, 2],
  ConvTranspose: [1, 2],
  Gemm: [1, 2],
  GroupNormalization: [1, 2],
  LayerNormalization: [1, 2],
  RMSNormalization: [1, 1],
  'com.microsoft.FusedConv': [1, 2],
  'com.microsoft.FusedGemm': [1, 2],
};

/** Operators whose output is still the same weight. */
const passThrough = new Set(['Cast', 'Identity', 'Reshape', 'Squeeze', 'Transpose', 'Unsqueeze']);

/**
 * The names of the tensors that nodes, in order, read as weights. A tensor that is read twice is left out: numbers that
 * layers share, such as the zeros of all biases, are one constant of the exporter and should not be trained as one
 * weight.
 */
export function weightNames(nodes: readonly NodeProto[]): ReadonlySet<string> {
  const reads = new Map<string, number>();
  for (const name of nodes.flatMap(readBy)) reads.set(name, (reads.get(name) ?? 0) + 1);
  const found = new Set<string>();
  for (const node of withInner(nodes).toReversed()) for (const name of weightsReadBy(node, found)) found.add(name);
  return new Set([...found].filter((name) => reads.get(name) === 1));
}

function weightsReadBy({ domain, opType, input, output, attribute }: NodeProto, known: ReadonlySet<string>): string[] {
  if (passThrough.has(opType)) return known.has(output[0]) ? input.slice(0, 1) : [];
  // In training mode, a batch normalisation standardises a weight (normalisations.ts): none of its inputs count.
  const byBatch = output.length > 1 || attribute.some(({ name, i }) => name === 'training_mode' && i === 1n);
  const range = weightInputs[operatorKey(domain, opType)];
  return range && !byBatch ? input.slice(range[0], range[1] + 1) : [];
}

function withInner(nodes: readonly NodeProto[]): NodeProto[] {
  return nodes.flatMap((node) => [...node.attribute.flatMap(({ g }) => (g ? withInner(g.node) : [])), node]);
}
