import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromBinary } from '@bufbuild/protobuf';
import { ModelProtoSchema } from 'onnx-buf';
import { describe, expect, test } from 'vitest';
import { openBackbone, pictureShape } from '../../src/backbones/backbone.ts';
import type { Card } from '../../src/backbones/card.ts';
import { efficientNetLite0 } from '../../src/backbones/cards/efficientnet-lite0.ts';
import { plainProjection, project } from '../../src/backbones/projection.ts';
import { type Matrix, matrix } from '../../src/base/matrix.ts';
import type { Bundle } from '../../src/bundle/bundle.ts';
import { exportOnnx } from '../../src/bundle/export-onnx.ts';
import { openClassifier } from '../../src/classify/classify.ts';
import { enrolledOf } from '../../src/gallery/enrolled-of.ts';
import { matchers, scorerOf } from '../../src/gallery/matchers/catalogue.ts';
import { openGallery } from '../../src/gallery/open-gallery.ts';
import { Graph } from '../../src/graph/graph.ts';
import * as ops from '../../src/graph/ops.ts';
import { toOnnx } from '../../src/graph/proto/to-onnx.ts';
import type { Shape } from '../../src/graph/value.ts';
import { typedProduct as product } from '../../src/linalg/product.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';
import { floats, floatTensor } from '../../src/runtime/tensors.ts';
import { everyMatcher } from '../gallery/every-matcher.ts';
import { root } from '../source-files.ts';
import { exampleBundle, exampleProjection, noise } from './example.ts';

const pictures = 3;

/** What the exported file gives for random pictures, and their embeddings as the network of the bundle has them. */
async function run({ card, backbone }: Bundle, exported: Uint8Array) {
  const input = noise(
    5,
    'pictures',
    pictures,
    pictureShape(card.preprocessing).reduce((a, b) => a * b),
  ).data;
  const network = await openBackbone(card, backbone, nodeRuntime);
  const embeddings = await network.features(input, pictures);
  await network.dispose();
  const session = await nodeRuntime.load(exported);
  const results = await session.run({
    [card.input]: floatTensor(input, [pictures, ...pictureShape(card.preprocessing)]),
  });
  await session.dispose();
  return { embeddings, results };
}

function expectClose(given: Float32Array, expected: Matrix) {
  expect(given).toHaveLength(expected.data.length);
  expect(Math.max(...given.map((value, index) => Math.abs(value - expected.data[index])))).toBeLessThan(1e-4);
}

function metadataOf(model: Uint8Array): Record<string, string> {
  return Object.fromEntries(fromBinary(ModelProtoSchema, model).metadataProps.map(({ key, value }) => [key, value]));
}

async function expectToAnswerAlike(bundle: Bundle) {
  const { classifier, gallery } = bundle;
  const { embeddings, results } = await run(bundle, await exportOnnx(bundle));
  expectClose(floats(results.embedding), embeddings);
  if (classifier) {
    expectClose(floats(results.probabilities), await openClassifier(classifier, product).probabilities(embeddings));
  }
  if (gallery?.entries.length) {
    expectClose(floats(results.similarities), await openGallery(gallery, product).scores(embeddings));
  }
  return Object.keys(results).sort();
}

describe('an exported bundle', () => {
  test('answers as the bundle does, and says what it is', async () => {
    const backbone = new Uint8Array(readFileSync(join(root, 'models/efficientnet-lite0.onnx')));
    const bundle = await exampleBundle({
      dimensions: 1280,
      features: 20,
      classes: 7,
      backbone,
      card: efficientNetLite0,
    });
    expect(await expectToAnswerAlike(bundle)).toEqual(['embedding', 'probabilities', 'similarities']);
    const metadata = metadataOf(await exportOnnx(bundle));
    expect(JSON.parse(metadata.card)).toEqual(efficientNetLite0);
    expect(JSON.parse(metadata.classes)).toEqual(bundle.classifier?.classes);
    expect(JSON.parse(metadata.gallery_classes)).toEqual(bundle.classifier?.classes);
    expect([metadata.threshold, metadata.fingerprint]).toEqual(['0.25', bundle.fingerprint]);
    expect(metadata.preprocessing).toContain('subtract 127, 127, 127, then divide by 128, 128, 128');
    expect(metadata.preprocessing).toContain('shorter side to 256 pixels and cut 224 x 224');
  });

  test('without a class: what pairs are compared by, and from where on they are the same', async () => {
    const bundle = await smallBundle('none', ['N', 12]);
    const gallery = bundle.gallery ?? expect.fail();
    const empty = { ...gallery, entries: [], vectors: { rows: 0, columns: 0, data: new Float32Array() } };
    const verifies = { ...bundle, classifier: null, gallery: empty };
    const exported = await exportOnnx(verifies);
    const { embeddings, results } = await run(verifies, exported);
    expectClose(floats(results.gallery_embedding), await project(gallery.projection, embeddings, product));
    expect(metadataOf(exported)).toMatchObject({ threshold: String(gallery.threshold.value), gallery_classes: '[]' });
  });

  test('has only the outputs of the approaches that the bundle has', async () => {
    const bundle = await smallBundle('none', ['N', 12]);
    const gallery = bundle.gallery ?? expect.fail();
    expect(await expectToAnswerAlike({ ...bundle, classifier: null })).toEqual(['embedding', 'similarities']);
    expect(await expectToAnswerAlike({ ...bundle, gallery: null })).toEqual(['embedding', 'probabilities']);
    const forgotten = { ...gallery, entries: [], vectors: { rows: 0, columns: 0, data: new Float32Array() } };
    expect(await expectToAnswerAlike({ ...bundle, gallery: forgotten })).toEqual(['embedding', 'probabilities']);
  });

  test.each([
    ['none', ['N', 12]],
    ['none', ['N', 12, 1, 1]],
    ['average', ['N', 12, 3, 2]],
    ['average', ['N', 3, 2, 12]],
    ['average', ['N', 5, 12]],
    ['class-token', ['N', 5, 12]],
  ] as const)('pools as the network does: %s of %j', async (pooling, shape) => {
    await expectToAnswerAlike(await smallBundle(pooling, shape));
  });

  test.each([
    ['a cosine head', { head: 'cosine', bias: new Float32Array(3) }, {}],
    ['the plain space', {}, plainProjection],
    ['whitening alone', {}, { ...exampleProjection(1, 12, 12), power: 1, mean: null, std: null }],
    ['a power alone', {}, { ...plainProjection, power: 0.5 }],
    ['shift and scale alone', {}, { ...exampleProjection(1, 12, 12), weights: null }],
  ] as const)('answers alike with %s', async (_, classifierParts, projectionParts) => {
    const bundle = await smallBundle('none', ['N', 12], { features: 12 });
    const { classifier, gallery } = bundle;
    if (classifier === null || gallery === null) expect.fail();
    const projection = { ...classifier.projection, ...projectionParts };
    await expectToAnswerAlike({
      ...bundle,
      classifier: { ...classifier, ...classifierParts, projection },
      gallery: { ...gallery, projection },
    });
  });

  test('of a matcher without a form as a graph is refused', async () => {
    const bundle = await smallBundle('none', ['N', 12]);
    const gallery = { ...(bundle.gallery ?? expect.fail()), matcher: { name: 'vote', k: 3 } as const };
    const { toGraph } = matchers.vote;
    Object.defineProperty(matchers.vote, 'toGraph', { value: undefined, configurable: true });
    try {
      await expect(exportOnnx({ ...bundle, gallery })).rejects.toMatchObject({
        code: 'unsupported',
        message: expect.stringContaining('the matcher vote has no form as an ONNX graph'),
      });
    } finally {
      Object.defineProperty(matchers.vote, 'toGraph', { value: toGraph });
    }
  });
});

describe.each(everyMatcher)('the exported matcher %o', (matcher) => {
  test('answers as the open gallery does', async () => {
    const bundle = await smallBundle('none', ['N', 12]);
    const gallery = { ...(bundle.gallery ?? expect.fail()), matcher };
    const exported = await exportOnnx({ ...bundle, gallery });
    const { embeddings, results } = await run(bundle, exported);
    const scores = await openGallery(gallery, product).scores(embeddings);
    if (results.similarities) return expectClose(floats(results.similarities), scores);
    const given = matrix(pictures, gallery.entries.length, floats(results.neighbour_similarities));
    const { enrolled } = enrolledOf(gallery);
    const features = await project(gallery.projection, embeddings, product);
    expectClose((await scorerOf(matcher, enrolled, product)(features, given)).data, scores);
    const neighbours: { id: string; label: string }[] = JSON.parse(metadataOf(exported).neighbours);
    expect(neighbours).toEqual(gallery.entries.map(({ id, label }) => ({ id, label })));
  });
});

/** A bundle whose network only shifts its input, a picture of 2 x 2 pixels stretched to `shape`. */
async function smallBundle(pooling: Card['pooling'], shape: Shape, options = {}): Promise<Bundle> {
  const g = new Graph();
  const size = shape.slice(1).reduce<number>((product, axis) => product * Number(axis), 1);
  const images = g.input('pixel_values', 'float32', ['N', 3, 2, 2]);
  const flat = ops.reshape(images, [-1, 12]);
  const stretched = ops.matMul(flat, g.constant(noise(8, 'network', 12, size).data, { shape: [12, size] }));
  const backbone = toOnnx({ features: ops.reshape(stretched, [-1, ...shape.slice(1)]) });
  const bundle = await exampleBundle({ backbone, ...options });
  const preprocessing = { ...bundle.card.preprocessing, sizePx: 2, resizePx: 2 };
  return { ...bundle, card: { ...bundle.card, input: 'pixel_values', output: 'features', pooling, preprocessing } };
}
