import type { Random } from '../../base/random.ts';
import { add, and, gather, greaterOrEqual, less, mul, reshape, slice, sub, where } from '../../graph/ops.ts';
import { sizes, type Value, type Values } from '../../graph/value.ts';
import { floatTensor, indexTensor } from '../../runtime/tensors.ts';
import type { TensorTypes } from '../../steps/steps-graph.ts';
import { type Mixture, unmixed } from '../mixtures/mixture.ts';
import type { Batch } from './fed-learner.ts';

/** The types of the tensors that `drawnMixing` gives, for this batch size. A feed adds them to its types. */
export function mixingTypes(batch: number): TensorTypes {
  return {
    partners: { type: 'int64', shape: [batch] },
    opacities: { type: 'float32', shape: [batch] },
    boxes: { type: 'float32', shape: [batch, 4] },
    shares: { type: 'float32', shape: [batch] },
  };
}

/**
 * Draws for every picture of a batch which other picture is mixed into it and how. Each mixture is equally likely; a
 * `portion` (0..1) of the pictures is mixed. The graph takes the result as inputs, so it needs no random numbers of its
 * own.
 */
export function drawnMixing(
  mixtures: readonly Mixture[],
  { batch, random, portion = 1 }: { readonly batch: number; readonly random: Random; readonly portion?: number },
): Batch {
  const places = Array.from({ length: batch }, (_, i) => i);
  const partners = random.shuffle(places);
  const blends = places.map(() =>
    mixtures.length > 0 && random.uniform() < portion ? mixtures[random.integer(mixtures.length)](random) : unmixed,
  );
  return {
    partners: indexTensor(partners),
    opacities: floatTensor(Float32Array.from(blends, ({ opacity }) => opacity)),
    boxes: floatTensor(Float32Array.from(blends.flatMap(({ box }) => box)), [batch, 4]),
    shares: floatTensor(Float32Array.from(blends, ({ share }) => share)),
  };
}

/**
 * Mixes the `images` [B, C, H, W] of a batch by `partners`, `opacities` and `boxes`: use it as `prepare` of an
 * objective. Adds `otherLabels`, the classes of the partners. Losses take `otherLabels` and `shares` as `mixed`.
 */
export function mixedBatch({ images, labels, partners, opacities, boxes, shares, ...rest }: Values): Values {
  const others = gather(images, partners);
  const opacity = reshape(opacities, [-1, 1, 1, 1]);
  const blended = add(mul(images, opacity), mul(others, sub(1, opacity)));
  return {
    ...rest,
    images: where(withinBoxes(boxes, images), others, blended),
    labels,
    otherLabels: gather(labels, partners),
    shares,
  };
}

/** The pixels inside the box of each picture, bool [B, 1, H, W]. */
function withinBoxes(boxes: Value, images: Value): Value {
  const [height, width] = sizes(images.shape.slice(2));
  const [top, left, bottom, right] = [0, 1, 2, 3].map((side) =>
    reshape(slice(boxes, 1, side, side + 1), [-1, 1, 1, 1]),
  );
  const y = counted(boxes, height, [1, 1, height, 1]);
  const x = counted(boxes, width, [1, 1, 1, width]);
  return and(and(greaterOrEqual(y, top), less(y, bottom)), and(greaterOrEqual(x, left), less(x, right)));
}

function counted({ graph, type }: Value, count: number, shape: readonly number[]): Value {
  return graph.constant(
    Array.from({ length: count }, (_, i) => i),
    { shape, type },
  );
}
