import type { GraphProto, NodeProto } from 'onnx-buf';
import { neededNodes, readBy } from '../proto/file-nodes.ts';
import { opsetOf, parseOnnx } from '../proto/parse-onnx.ts';
import { rulesOf } from './file-rules.ts';
import { isKnown } from './import-nodes.ts';
import { pictureInputName } from './picture-input.ts';

/**
 * A tensor at which a file can be cut in two: of all that depends on the pictures, the part after it needs only this.
 */
export type FileCut = {
  readonly name: string;
  /** Whether everything after it can be imported, so that a network frozen up to here can be trained. */
  readonly trainable: boolean;
};

/**
 * The tensors at which a file can be cut, from the pictures to the output, without the output itself. Freezing up to
 * the first trainable one leaves most of the network to train. Throws `bad-model` where the bytes are no model.
 */
export function fileCuts(model: Uint8Array, { output }: { readonly output?: string } = {}): readonly FileCut[] {
  const { parsed, graph } = parseOnnx(model);
  opsetOf(parsed);
  const wanted = output ?? graph.output[0].name;
  const start = pictureInputName(graph);
  const nodes = neededNodes(graph, wanted, start);
  const rules = rulesOf(parsed);
  const places = bottlenecks(nodes, start, wanted);
  const obstacle = nodes.findLastIndex((node, i) => places.live[i] && !isKnown(node, rules));
  return places.cuts.map(({ name, after }) => ({ name, trainable: after >= obstacle }));
}

/** The first cut after a node; undefined where only the output comes after it. */
export function cutBehind(file: GraphProto, node: NodeProto, wanted: string): string | undefined {
  const start = pictureInputName(file);
  const nodes = neededNodes(file, wanted, start);
  const place = nodes.findIndex(({ output }) => output[0] === node.output[0]);
  return bottlenecks(nodes, start, wanted).cuts.find(({ after }) => after >= place)?.name;
}

type Bottlenecks = {
  /** Whether each node depends on the start. */
  readonly live: readonly boolean[];
  /** Tensors that alone connect both parts, each after the node `after` (-1 for the start). */
  readonly cuts: readonly { readonly name: string; readonly after: number }[];
};

/** Goes over the nodes in order, and collects the places where a single tensor connects earlier nodes to later ones. */
function bottlenecks(nodes: readonly NodeProto[], start: string, wanted: string): Bottlenecks {
  const lastRead = new Map(nodes.flatMap((node, i) => numbersReadBy(node).map((name) => [name, i] as const)));
  const open = new Set([start]);
  const dependent = new Set([start]);
  const cuts = [{ name: start, after: -1 }];
  const live = nodes.map((node, i) => {
    const depends = numbersReadBy(node).some((name) => dependent.has(name));
    for (const name of depends ? node.output : []) {
      dependent.add(name);
      if ((lastRead.get(name) ?? -1) > i || name === wanted) open.add(name);
    }
    for (const name of open) if ((lastRead.get(name) ?? -1) <= i && name !== wanted) open.delete(name);
    const [only] = open;
    if (open.size === 1 && only !== wanted && cuts.at(-1)?.name !== only) cuts.push({ name: only, after: i });
    return depends;
  });
  return { live, cuts };
}

/** The tensors whose numbers a node reads; for Shape and Size none, because shapes are known without the numbers. */
function numbersReadBy(node: NodeProto): string[] {
  return node.opType === 'Shape' || node.opType === 'Size' ? [] : readBy(node);
}
