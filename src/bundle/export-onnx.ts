import type { Card } from '../backbones/card.ts';
import { pooled } from '../backbones/pooled.ts';
import { projected, timesRows } from '../backbones/projected.ts';
import { type Matrix, normaliseRows } from '../base/matrix.ts';
import type { Classifier } from '../classify/classifier.ts';
import { membersByValue } from '../data/members-by-value.ts';
import { classMeans } from '../gallery/class-means.ts';
import { enrolledOf } from '../gallery/enrolled-of.ts';
import type { Gallery } from '../gallery/gallery.ts';
import { type BalancedOptions, centresOf } from '../gallery/matchers/balanced.ts';
import type { Enrolled } from '../gallery/matchers/matcher.ts';
import { Graph } from '../graph/graph.ts';
import * as ops from '../graph/ops.ts';
import { extendOnnx } from '../graph/proto/extend-onnx.ts';
import { outputShape } from '../graph/proto/output-shape.ts';
import type { Value, Values } from '../graph/value.ts';
import type { Bundle } from './bundle.ts';
import { exportMetadata } from './export-metadata.ts';

/**
 * The whole bundle as one ONNX file that any runtime can run. Its input is the network's own (the card says its name),
 * its outputs are `embedding` [N, D] of unit length and, where the bundle has the approach, `probabilities` [N, C] of
 * the classifier (temperature included) and `similarities` [N, C] of the gallery, columns in the order of the metadata
 * `classes` and `gallery_classes`. A gallery that scores by single pictures gives instead `neighbour_similarities`
 * [N, M] with every enrolled picture, in the order of `neighbours`; a bundle that knows no class gives `gallery_embedding`
 * [N, E], of which two are of one identity where their product reaches the metadata `threshold`. How pictures are
 * prepared is told in `preprocessing`. Throws `bad-model` and `unsupported` where the network cannot be extended.
 */
export async function exportOnnx({ card, fingerprint, backbone, classifier, gallery }: Bundle): Promise<Uint8Array> {
  const filled = gallery?.entries.length ? gallery : null;
  const verifies = classifier === null && filled === null && gallery !== null;
  const embedding = ops.normalised(features(card, backbone));
  const outputs = {
    embedding,
    ...(classifier && { probabilities: probabilities(embedding, classifier) }),
    ...(filled && similarities(embedding, filled)),
    ...(verifies && { gallery_embedding: projected(embedding, gallery.projection) }),
  };
  const metadata = exportMetadata({ card, fingerprint, classifier, gallery: verifies ? gallery : filled });
  return extendOnnx(backbone, { bindings: { [boundInput]: card.output }, outputs, metadata });
}

/** What the appended nodes call the network's output. */
const boundInput = 'features';

/** One vector a picture, [N, D], of what the network gives. */
function features(card: Card, backbone: Uint8Array): Value {
  const given = outputShape(backbone, card.output);
  return pooled(new Graph().input(boundInput, 'float32', ['N', ...given.slice(1)]), card);
}

/** softmax((sharpness * W f + b) / temperature), [N, C]. */
function probabilities(embedding: Value, { projection, weights, bias, logitScale, temperature }: Classifier): Value {
  const cosines = timesRows(projected(embedding, projection), weights);
  const logits = ops.add(ops.mul(cosines, logitScale), embedding.graph.constant(bias));
  return ops.softmax(ops.div(logits, temperature));
}

function similarities(embedding: Value, gallery: Gallery): Values {
  const features = projected(embedding, gallery.projection);
  const { enrolled } = enrolledOf(gallery);
  const { name } = gallery.matcher;
  if (name === 'prototype') return { similarities: timesRows(features, prototypesOf(enrolled)) };
  if (name === 'balanced') return { similarities: balancedScores(features, enrolled, gallery.matcher) };
  return { neighbour_similarities: timesRows(features, gallery.vectors) };
}

/** Class means of unit length, [C, E]. */
function prototypesOf({ vectors, labels, classes }: Enrolled): Matrix {
  return normaliseRows(classMeans(vectors, labels, classes));
}

/** As the matcher `balanced` scores, [N, C]: c / (1 + c^8)^(1/8) of the cosine c with the centre, and the nearest picture's. */
function balancedScores(features: Value, enrolled: Enrolled, { nearest = 0, ...options }: BalancedOptions): Value {
  const cosines = timesRows(features, centresOf(enrolled, options));
  const bounded = ops.div(cosines, ops.pow(ops.add(ops.pow(cosines, 8), 1), 1 / 8));
  if (nearest === 0) return bounded;
  return ops.add(ops.mul(bounded, 1 - nearest), ops.mul(nearestOfClasses(features, enrolled), nearest));
}

/** The largest similarity to a picture of each class, [N, C]: a class's places are repeated to the number of the largest. */
function nearestOfClasses(features: Value, { vectors, labels, classes }: Enrolled): Value {
  const members = membersByValue(labels);
  const most = [...members.values()].reduce((largest, { length }) => Math.max(largest, length), 0);
  const places = Array.from({ length: classes * most }, (_, i) => {
    const own = members.get(Math.floor(i / most)) ?? [];
    return own[(i % most) % own.length];
  });
  const similarities = timesRows(features, vectors); // [N, M]
  const indices = features.graph.constant(places, { type: 'int64', shape: [classes, most] });
  return ops.max(ops.gather(similarities, indices, 1), -1);
}
