import { pictureShape } from '../../backbones/backbone.ts';
import type { Card } from '../../backbones/card.ts';
import { poolInGraph } from '../../backbones/pool-in-graph.ts';
import { Graph } from '../../graph/graph.ts';
import { type ImportStart, importOnnx } from '../../graph/importers/import-onnx.ts';
import type { Network } from '../../graph/network.ts';
import { extendOnnx } from '../../graph/proto/extend-onnx.ts';
import { outputShape } from '../../graph/proto/output-shape.ts';
import { renamedTensor } from '../../graph/proto/renamed-tensor.ts';
import { toOnnx } from '../../graph/proto/to-onnx.ts';
import { withWeights } from '../../graph/proto/with-weights.ts';
import { sizes } from '../../graph/value.ts';
import { floats } from '../../runtime/tensors.ts';
import type { State } from '../../steps/state.ts';
import type { NetworkEnd } from '../heads/embedding-head.ts';
import { type CutCandidate, cutCandidates } from './cut-candidates.ts';

/** A cut of a network file: the tensor at which the trained part begins. */
export type TrainableCut = ImportStart & Pick<CutCandidate, 'size' | 'trunk' | 'tail'>;

/** A network file, opened for training. */
export type LearnableNetwork = {
  readonly card: Card;
  /**
   * Possible cuts, from shallow to deep. The first is the input (train everything), the last the features, under the
   * name of the output (train only the head).
   */
  readonly cuts: readonly TrainableCut[];
  /**
   * The frozen part before a cut, for one picture: an ONNX file with the output `activations`. Null where nothing is
   * before it.
   */
  trunk(cut: TrainableCut): Uint8Array | null;
  /** The trained part after a cut, for this batch size: activations to features [B, F]. */
  tail(cut: TrainableCut, batch: number): Network;
  /** The whole network with the trained weights as an ONNX file: input `images`, output `embedding` of unit length. */
  written(weights: State, head: NetworkEnd, metadata: Readonly<Record<string, string>>): Uint8Array;
};

/** Opens a network file for training. Throws what `importOnnx` throws. */
export function learnableNetwork(card: Card, bytes: Uint8Array): LearnableNetwork {
  const picture = pictureShape(card.preprocessing);
  const opened = (batch: number, from?: ImportStart): Network => {
    const network = importOnnx(bytes, { batch, output: card.output, picture, ...(from && { from }) });
    return { graph: network.graph, input: network.input, output: poolInGraph(network.output, card) };
  };
  const whole = importOnnx(bytes, { batch: 1, output: card.output, picture });
  const names = new Map([...whole.values].map(([name, value]) => [value.name, name]));
  const output = poolInGraph(whole.output, card);
  const inside = cutCandidates({ ...whole, output }).filter(({ value }) => names.has(value.name));
  const total = inside.reduce((most, { trunk, tail }) => Math.max(most, trunk + tail), 0);
  const pictures: TrainableCut = { name: card.input, shape: picture, size: numbersIn(picture), trunk: 0, tail: total };
  const features: TrainableCut = {
    name: card.output,
    shape: [card.dimensions],
    size: card.dimensions,
    trunk: total,
    tail: 0,
  };
  const cuts = [
    pictures,
    ...inside.map(({ value, ...costs }) => ({
      name: names.get(value.name) ?? '',
      shape: sizes(value.shape.slice(1)),
      ...costs,
    })),
    features,
  ];
  return {
    card,
    cuts,
    trunk: (cut) => {
      if (cut.name === card.input) return null;
      if (cut.name === card.output) return toOnnx({ activations: output });
      const { output: activations } = importOnnx(bytes, { batch: 1, output: cut.name, picture });
      return toOnnx({ activations });
    },
    tail: (cut, batch) => (cut.name === card.output ? featuresAlone(card.dimensions, batch) : opened(batch, cut)),
    written: (weights, head, metadata) => {
      const own = Object.entries(weights).filter(([name]) => !name.startsWith('head/'));
      const learned = withWeights(bytes, Object.fromEntries(own.map(([name, tensor]) => [name, floats(tensor)])));
      const named = renamedTensor(learned, card.input, 'images');
      return withHead(named, card, { weights, head, metadata });
    },
  };
}

/** An identity network: features [B, F] to themselves. */
export function featuresAlone(dimensions: number, batch: number): Network {
  const graph = new Graph();
  const input = graph.input('features', 'float32', [batch, dimensions]);
  return { graph, input, output: input };
}

function withHead(
  model: Uint8Array,
  card: Card,
  {
    weights,
    head,
    metadata,
  }: { readonly weights: State; readonly head: NetworkEnd; readonly metadata: Readonly<Record<string, string>> },
): Uint8Array {
  const g = new Graph();
  const given = outputShape(model, card.output);
  const features = poolInGraph(g.input('features', 'float32', ['N', ...given.slice(1)]), card);
  const constants = head.parameters.map(({ name, shape }) => {
    return [name, g.constant(floats(weights[`head/${name}`]), { shape })] as const;
  });
  const embedding = head.embedding(features, Object.fromEntries(constants));
  return extendOnnx(model, { bindings: { features: card.output }, outputs: { embedding }, metadata });
}

function numbersIn(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
