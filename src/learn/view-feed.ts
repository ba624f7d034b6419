import { random } from '../base/random.ts';
import { samplers } from '../data/samplers/catalogue.ts';
import { floatTensor, indexTensor } from '../runtime/tensors.ts';
import type { Activations, PictureView } from './activations.ts';
import type { Feed } from './fed-learner.ts';
import type { TensorTypes } from './steps-graph.ts';

/** How views of pictures become batches. */
export type ViewFeedOptions = {
  /** Views that there are of every picture, drawn in turn, each epoch another one; null: every epoch has a new one. */
  readonly views: number | null;
  readonly batch: number;
  /** Pictures of each class in a batch, for losses that compare them; null: every epoch takes every picture once. */
  readonly perClass?: number | null | undefined;
  readonly seed: number;
};

/**
 * Batches `images` [B, ...] and `labels` [B] for a learner: every epoch takes every picture once, in another order and in
 * another view; with `perClass` every batch takes so many of some classes. The same step always gives the same batch.
 */
export function viewFeed(activations: Activations, { views, batch, perClass = null, seed }: ViewFeedOptions): Feed {
  const { labels, shape } = activations;
  const sampler =
    perClass === null
      ? samplers.shuffled({ labels, batch, seed })
      : samplers.mPerClass({ labels, batch, seed, perClass });
  const first = firstViews(labels.length, views ?? 1, seed);
  const viewOf = (picture: number, turn: number) => (views === null ? turn + 1 : (first[picture] + turn) % views);
  return {
    types: viewTypes(shape, batch),
    async batch(step) {
      const wanted = sampler(step).map((picture, i): PictureView => {
        // Without passes over all pictures, a picture may come again after any number of steps.
        const turn = perClass === null ? Math.floor((step * batch + i) / labels.length) : step;
        return { picture, view: viewOf(picture, turn) };
      });
      const images = await activations.read(wanted);
      return {
        images: floatTensor(images, [batch, ...shape]),
        labels: indexTensor(wanted.map(({ picture }) => labels[picture])),
      };
    },
    ahead: 4,
  };
}

/** The types of a batch of activations of this shape. */
export function viewTypes(shape: readonly number[], batch: number): TensorTypes {
  return { images: { type: 'float32', shape: [batch, ...shape] }, labels: { type: 'int64', shape: [batch] } };
}

/** With which view each picture begins, so that an epoch has all kinds of views. */
function firstViews(count: number, views: number, seed: number): Int32Array {
  const { integer } = random(seed, 'first views');
  return new Int32Array(count).map(() => integer(views));
}
