import type { Card } from '../../backbones/card.ts';
import { stableJson } from '../../base/hash.ts';
import { preprocessingInWords } from '../../bundle/export-metadata.ts';
import type { TrainingPlan } from '../../plan/training-plan.ts';
import type { State } from '../../steps/state.ts';
import type { LearnableNetwork } from '../../train/cost/learnable-network.ts';
import type { NetworkEnd } from '../../train/heads/embedding-head.ts';
import { hashDigits } from './learned-pictures.ts';

/** A network's end, and the weights that both have. */
export type Ended = { readonly head: NetworkEnd; readonly weights: State };

/** What the file of a trained network holds beside its card. */
export type TrainedFacts = {
  readonly plan: TrainingPlan;
  /** Numbers of an embedding. */
  readonly dimensions: number;
  /** SHA-256 of the pictures that it learned or selected on. */
  readonly hashes: readonly string[];
  /** Of these, those that chose the epoch, where annotations are learned from; null: labels are. */
  readonly annotatedSplit: { readonly heldOutHashes: readonly string[] } | null;
  /** What wrote the file: name and version. */
  readonly producer: string;
};

/**
 * The trained network as one ONNX file: input `images` [N, 3, H, W] (or the layout of the file it comes from), output
 * `embedding` [N, D] of unit length. Its metadata hold the card, how pictures are prepared, and the plan. No time of
 * day is in it.
 */
export function trainedFile(network: LearnableNetwork, { weights, head }: Ended, facts: TrainedFacts): Uint8Array {
  const { plan, dimensions, hashes, annotatedSplit, producer } = facts;
  const heldOutHashes = plan.stages.some(({ on }) => on === 'all') ? [] : (annotatedSplit?.heldOutHashes ?? []);
  const card = trainedCard(network.card, plan, dimensions);
  return network.written(weights, head, {
    card: stableJson(card),
    preprocessing: preprocessingInWords(card.preprocessing),
    plan: stableJson(plan),
    learned_from: namedByHash(hashes),
    ...(heldOutHashes.length > 0 && { selected_on: namedByHash(heldOutHashes) }),
    producer,
  });
}

function namedByHash(hashes: readonly string[]): string {
  return hashes.map((hash) => hash.slice(0, hashDigits)).join(' ');
}

/** A card without what depends on the file's bytes. */
type TrainedCard = Omit<Card, 'sha256' | 'bytes' | 'file' | 'cutPoints'>;

/** The card of a trained network whose embeddings have this many numbers. */
export function trainedCard(from: Card, { data, network }: TrainingPlan, dimensions: number): TrainedCard {
  const learned =
    network.architecture === null ? `fine-tuned from ${from.name}` : `trained from scratch (${from.name})`;
  return {
    name: `${from.name} for ${data.name}`,
    description: `${dimensions} numbers, ${learned} on ${data.name}`,
    source: from.source,
    licence: from.licence,
    preprocessing: from.preprocessing,
    input: 'images',
    output: 'embedding',
    pooling: 'none',
    dimensions,
  };
}
