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
  readonly seed: number;
};

/**
 * Batches `images` [B, ...] and `labels` [B] for a learner: every epoch takes every picture once, in another order and in
 * another view. The same step always gives the same batch.
 */
export function viewFeed(activations: Activations, { views, batch, seed }: ViewFeedOptions): Feed {
  const { labels, shape } = activations;
  const sampler = samplers.shuffled({ labels, batch, seed });
  const first = firstViews(labels.length, views ?? 1, seed);
  const viewOf = (picture: number, epoch: number) => (views === null ? epoch + 1 : (first[picture] + epoch) % views);
  return {
    types: viewTypes(shape, batch),
    async batch(step) {
      const wanted = sampler(step).map((picture, i): PictureView => {
        const epoch = Math.floor((step * batch + i) / labels.length);
        return { picture, view: viewOf(picture, epoch) };
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
