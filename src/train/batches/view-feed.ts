import { random } from '../../base/random.ts';
import { samplers } from '../../data/samplers/catalogue.ts';
import type { Sampler } from '../../data/samplers/sampler.ts';
import type { BatchRelations } from '../../data/supervision/relations-of.ts';
import { floatTensor, indexTensor } from '../../runtime/tensors.ts';
import type { TensorTypes } from '../../steps/steps-graph.ts';
import type { Activations, PictureView } from './activations.ts';
import { drawnNumbers } from './drawn-numbers.ts';
import type { Feed } from './fed-learner.ts';

/** How views of pictures become batches. */
export type ViewFeedOptions = {
  /** Number of stored views of every picture; each epoch takes the next one. Null: a new view in every epoch. */
  readonly views: number | null;
  readonly batch: number;
  /**
   * Pictures of each class in a batch, for losses that compare pictures. Null: every epoch takes every picture once.
   */
  readonly perClass?: number | null | undefined;
  /** How batches are drawn where pairs instead of classes say which pictures are the same. */
  readonly relationBatches?: RelationBatches | null | undefined;
  /**
   * For a miner that draws: the number of pictures compared at once, a divisor of the batch. The batch then has `drawn`
   * [B, drawsAmong], uniform in [0, 1). Null: no miner draws.
   */
  readonly drawsAmong?: number | null | undefined;
  readonly seed: number;
};

/** Draws batches of picture indices, and gives the known relations of the pictures in a part of a batch. */
export type RelationBatches = {
  readonly sampler: Sampler;
  relations(pictures: readonly number[]): BatchRelations;
  /** Number of pictures that are computed, and so compared, at once; a divisor of the batch. */
  readonly atOnce: number;
};

/**
 * Batches `images` [B, ...] and `labels` [B] for a learner. Every epoch takes every picture once, in a new order and in
 * the next view; with `perClass`, every batch has that many pictures of each of its classes. With `relationBatches`,
 * `positive` and `negative` [B, atOnce] replace the labels: the relation of each picture to those computed with it. The
 * same step always gives the same batch.
 */
export function viewFeed(activations: Activations, { views, batch, seed, ...drawing }: ViewFeedOptions): Feed {
  const { labels, shape } = activations;
  const { perClass = null, relationBatches = null, drawsAmong = null } = drawing;
  const sampler = relationBatches?.sampler ?? samplerOf(labels, { batch, seed, perClass });
  const takesAllOnce = relationBatches === null && perClass === null;
  const first = firstViews(labels.length, views ?? 1, seed);
  const viewOf = (picture: number, turn: number) => (views === null ? turn + 1 : (first[picture] + turn) % views);
  return {
    types: { ...viewTypes(shape, batch, relationBatches), ...drawnTypes(batch, drawsAmong) },
    async batch(step) {
      const wanted = sampler(step).map((picture, i): PictureView => {
        // Without whole epochs, a picture may come again after any number of steps.
        const turn = takesAllOnce ? Math.floor((step * batch + i) / labels.length) : step;
        return { picture, view: viewOf(picture, turn) };
      });
      const images = floatTensor(await activations.read(wanted), [batch, ...shape]);
      const pictures = wanted.map(({ picture }) => picture);
      const known = relationBatches
        ? relationsWithin(relationBatches, pictures)
        : { labels: indexTensor(pictures.map((i) => labels[i])) };
      return { images, ...known, ...drawnAt(step, batch, { drawsAmong, seed }) };
    },
    ahead: 4,
  };
}

/** The types of the tensors of a batch, for activations of this shape. */
export function viewTypes(
  shape: readonly number[],
  batch: number,
  relationBatches: Pick<RelationBatches, 'atOnce'> | null = null,
): TensorTypes {
  const images = { type: 'float32', shape: [batch, ...shape] } as const;
  if (relationBatches === null) return { images, labels: { type: 'int64', shape: [batch] } };
  const relation = { type: 'float32', shape: [batch, relationBatches.atOnce] } as const;
  return { images, positive: relation, negative: relation };
}

function drawnTypes(batch: number, among: number | null): TensorTypes {
  return among === null ? {} : { drawn: { type: 'float32', shape: [batch, among] } };
}

function drawnAt(
  step: number,
  batch: number,
  { drawsAmong, seed }: { readonly drawsAmong: number | null; readonly seed: number },
) {
  if (drawsAmong === null) return {};
  return { drawn: floatTensor(drawnNumbers(batch * drawsAmong, { seed, step }), [batch, drawsAmong]) };
}

function samplerOf(
  labels: Int32Array,
  { perClass, ...options }: { readonly batch: number; readonly seed: number; readonly perClass: number | null },
): Sampler {
  return perClass === null
    ? samplers.shuffled({ ...options, labels })
    : samplers.mPerClass({ ...options, labels, perClass });
}

/** The relations of the pictures that are computed together. */
function relationsWithin({ relations, atOnce }: RelationBatches, pictures: readonly number[]) {
  const shape = [pictures.length, atOnce];
  const [positive, negative] = [0, 1].map(() => new Float32Array(pictures.length * atOnce));
  for (let start = 0; start < pictures.length; start += atOnce) {
    const part = relations(pictures.slice(start, start + atOnce));
    positive.set(part.positive, start * atOnce);
    negative.set(part.negative, start * atOnce);
  }
  return { positive: floatTensor(positive, shape), negative: floatTensor(negative, shape) };
}

/** A random first view for each picture, so that one epoch has views of all kinds. */
function firstViews(count: number, views: number, seed: number): Int32Array {
  const { integer } = random(seed, 'first views');
  return new Int32Array(count).map(() => integer(views));
}
