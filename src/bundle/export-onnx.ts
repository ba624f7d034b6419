import type { Card } from '../backbones/card.ts';
import { poolInGraph } from '../backbones/pool-in-graph.ts';
import { projectInGraph, timesRows } from '../backbones/project-in-graph.ts';
import { DiscernError, internalError } from '../base/error.ts';
import type { Classifier } from '../classify/classifier.ts';
import { enrolledOf } from '../gallery/enrolled-of.ts';
import type { GalleryForAnswers } from '../gallery/gallery.ts';
import { matcherInWords, prototypesOf, scoreOutputs } from '../gallery/matchers/catalogue.ts';
import { Graph } from '../graph/graph.ts';
import * as ops from '../graph/ops.ts';
import { extendOnnx } from '../graph/proto/extend-onnx.ts';
import { outputShape } from '../graph/proto/output-shape.ts';
import type { Value, Values } from '../graph/value.ts';
import type { BundleForAnswers } from './bundle.ts';
import { exportMetadata } from './export-metadata.ts';

/**
 * The whole bundle as one ONNX file that any runtime can run. The input is the network's own; the card has its name.
 * Outputs: `embedding` [N, D] of unit length; `probabilities` [N, C] of the classifier, temperature included, columns
 * as in the metadata `classes`; and what the matcher of the gallery declares: `similarities` [N, C], columns as in
 * `gallery_classes`, or `neighbour_similarities` [N, M] with every enrolled picture, columns as in `neighbours`.
 * A bundle that knows no class gives `gallery_embedding` [N, E] instead: two pictures are the same where the product of
 * their rows reaches the metadata `threshold`. The metadata `preprocessing` says how pictures are prepared.
 * Throws `bad-model` and `unsupported` where the network cannot be extended, and `unsupported` for a matcher without a
 * form as a graph.
 *
 * @example
 * import { writeFile } from 'node:fs/promises';
 *
 * const bundle = await readBundle('emoji.discern');
 * await writeFile('emoji.onnx', await exportOnnx(bundle));
 */
export async function exportOnnx({
  card,
  fingerprint,
  backbone,
  classifier,
  gallery,
}: BundleForAnswers): Promise<Uint8Array> {
  const filled = gallery?.entries.length ? gallery : null;
  const verifies = classifier === null && filled === null && gallery !== null;
  const embedding = ops.normalised(features(card, backbone));
  const outputs = {
    embedding,
    ...(classifier && { probabilities: probabilities(embedding, classifier) }),
    ...(filled && scoresOf(embedding, filled)),
    ...(verifies && { gallery_embedding: projectInGraph(embedding, gallery.projection) }),
  };
  const metadata = exportMetadata({ card, fingerprint, classifier, gallery: verifies ? gallery : filled });
  return extendOnnx(backbone, { bindings: { [boundInput]: card.output }, outputs, metadata });
}

/** What the appended nodes call the network's output. */
const boundInput = 'features';

/** One vector a picture, [N, D], of what the network gives. */
function features(card: Card, backbone: Uint8Array): Value {
  const given = outputShape(backbone, card.output);
  return poolInGraph(new Graph().input(boundInput, 'float32', ['N', ...given.slice(1)]), card);
}

/** softmax((logitScale * W f + b) / temperature), [N, C]. */
function probabilities(embedding: Value, { projection, weights, bias, logitScale, temperature }: Classifier): Value {
  const cosines = timesRows(projectInGraph(embedding, projection), weights);
  const logits = ops.add(ops.mul(cosines, logitScale), embedding.graph.constant(bias));
  return ops.softmax(ops.div(logits, temperature));
}

/** What the matcher says its outputs are. */
function scoresOf(embedding: Value, gallery: GalleryForAnswers): Values {
  const features = projectInGraph(embedding, gallery.projection);
  const { enrolled } = enrolledOf(gallery);
  const outputs = scoreOutputs(gallery.matcher, {
    ...enrolled,
    ops,
    get toPrototypes() {
      const prototypes = gallery.prototypes ?? prototypesOf(gallery.matcher, enrolled);
      if (prototypes === null) throw internalError(`${gallery.matcher.name} has no prototypes`);
      return timesRows(features, prototypes);
    },
    get similarities() {
      return timesRows(features, gallery.vectors);
    },
  });
  if (outputs) return outputs;
  throw new DiscernError('unsupported', `the matcher ${gallery.matcher.name} has no form as an ONNX graph`, {
    given: `a gallery that compares ${matcherInWords(gallery.matcher)}`,
    expected: 'a matcher that declares one (toGraph)',
    todo: 'export a bundle with a classifier alone: discern fit DATA --approach classifier --out BUNDLE',
  });
}
