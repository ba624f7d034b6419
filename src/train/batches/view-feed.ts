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
  /** Views that there are of every picture, drawn in turn, each epoch another one; null: every epoch has a new one. */
  readonly views: number | null;
  readonly batch: number;
  /** Pictures of each class in a batch, for losses that compare them; null: every epoch takes every picture once. */
  readonly perClass?: number | null | undefined;
  /** What says which pictures are the same, where classes do not. */
  readonly relationBatches?: RelationBatches | null | undefined;
  /**
   * For a miner that draws: pictures that are compared at once, a divisor of the batch. It then has `drawn` [B, drawsAmong],
   * uniform in [0, 1); null: nobody draws.
   */
  readonly drawsAmong?: number | null | undefined;
  readonly seed: number;
};

/** Draws batches of pictures, by their numbers, and says what is known of each two of some. */
export type RelationBatches = {
  readonly sampler: Sampler;
  relations(pictures: readonly number[]): BatchRelations;
  /** Pictures of a batch that are computed, and so compared, at once: a divisor of it. */
  readonly atOnce: number;
};

/**
 * Batches `images` [B, ...] and `labels` [B] for a learner: every epoch takes every picture once, in another order and in
 * another view; with `perClass` every batch takes so many of some classes. With `telling`, `positive` and `negative` take the
 * place of labels: what each picture is to those that are computed with it, [B, atOnce]. The same step always gives the same batch.
 */
export function viewFeed(activations: Activations, { views, batch, seed, ...drawing }: ViewFeedOptions): Feed {
  const { labels, shape } = activations;
  const { perClass = null, relationBatches = null, drawsAmong = null } = drawing;
  const sampler = relationBatches?.sampler ?? samplerOf(labels, { batch, seed, perClass });
  const passes = relationBatches === null && perClass === null;
  const first = firstViews(labels.length, views ?? 1, seed);
  const viewOf = (picture: number, turn: number) => (views === null ? turn + 1 : (first[picture] + turn) % views);
  return {
    types: { ...viewTypes(shape, batch, relationBatches), ...drawnTypes(batch, drawsAmong) },
    async batch(step) {
      const wanted = sampler(step).map((picture, i): PictureView => {
        // Without passes over all pictures, a picture may come again after any number of steps.
        const turn = passes ? Math.floor((step * batch + i) / labels.length) : step;
        return { picture, view: viewOf(picture, turn) };
      });
      const images = floatTensor(await activations.read(wanted), [batch, ...shape]);
      const pictures = wanted.map(({ picture }) => picture);
      const said = relationBatches
        ? reported(relationBatches, pictures)
        : { labels: indexTensor(pictures.map((i) => labels[i])) };
      return { images, ...said, ...drawnAt(step, batch, { drawsAmong, seed }) };
    },
    ahead: 4,
  };
}

/** The types of a batch of activations of this shape. */
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

/** What is known of each two pictures that are computed together. */
function reported({ relations, atOnce }: RelationBatches, pictures: readonly number[]) {
  const shape = [pictures.length, atOnce];
  const [positive, negative] = [0, 1].map(() => new Float32Array(pictures.length * atOnce));
  for (let start = 0; start < pictures.length; start += atOnce) {
    const part = relations(pictures.slice(start, start + atOnce));
    positive.set(part.positive, start * atOnce);
    negative.set(part.negative, start * atOnce);
  }
  return { positive: floatTensor(positive, shape), negative: floatTensor(negative, shape) };
}

/** With which view each picture begins, so that an epoch has all kinds of views. */
function firstViews(count: number, views: number, seed: number): Int32Array {
  const { integer } = random(seed, 'first views');
  return new Int32Array(count).map(() => integer(views));
}
