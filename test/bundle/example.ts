import type { Card } from '../../src/backbones/card.ts';
import { efficientNetLite0 } from '../../src/backbones/cards/efficientnet-lite0.ts';
import { cardFingerprint } from '../../src/backbones/fingerprint.ts';
import type { Projection } from '../../src/backbones/projection.ts';
import { sha256 } from '../../src/base/hash.ts';
import { type Matrix, matrix, normaliseRows } from '../../src/base/matrix.ts';
import { random } from '../../src/base/random.ts';
import type { Bundle } from '../../src/bundle/bundle.ts';
import type { Classifier } from '../../src/classify/classifier.ts';
import type { Gallery } from '../../src/gallery/gallery.ts';

/** Sizes of an example. */
export type ExampleOptions = {
  readonly seed?: number;
  readonly dimensions?: number;
  readonly features?: number;
  readonly classes?: number;
  readonly enrolled?: number;
  readonly backbone?: Uint8Array;
  readonly card?: Card;
};

/** A bundle of random numbers with every part that there can be; both approaches share one projection. */
export async function exampleBundle({
  seed = 1,
  dimensions = 12,
  features = 5,
  classes = 3,
  enrolled = 9,
  backbone = Uint8Array.from({ length: 1000 }, (_, index) => (index * seed) % 251),
  card,
}: ExampleOptions = {}): Promise<Bundle> {
  const ofFile = { sha256: await sha256(backbone), bytes: backbone.byteLength, dimensions };
  const described = card ?? { ...efficientNetLite0, ...ofFile };
  const fingerprint = await cardFingerprint(described);
  const projection = exampleProjection(seed, features, dimensions);
  const labels = Array.from({ length: classes }, (_, index) => `class ${String(index).padStart(3, '0')}`);
  const classifier: Classifier = {
    head: 'linear',
    projection,
    classes: labels,
    weights: noise(seed, 'head', classes, features),
    bias: noise(seed, 'bias', 1, classes).data,
    logitScale: 4,
    temperature: 1.5,
  };
  const gallery: Gallery = {
    fingerprint,
    projection,
    matcher: { name: 'prototype' },
    threshold: { value: 0.25, source: 'an example' },
    entries: Array.from({ length: enrolled }, (_, index) => ({
      id: `${seed}-${index}`.padStart(16, '0'),
      label: labels[index % classes],
      path: `${labels[index % classes]}/${index} ä.jpg`,
      hash: `${seed}${index}`.padStart(64, '0'),
    })),
    vectors: normaliseRows(noise(seed, 'vectors', enrolled, features)),
  };
  const provenance = {
    version: '0.1.0',
    dataset: 'example',
    seed,
    split: { train: enrolled, val: 0, test: 0 },
    chosen: { classifier: { head: 'linear' }, gallery: null },
    pictures: gallery.entries.map(({ hash }) => hash),
  };
  return { card: described, fingerprint, backbone, classifier, gallery, provenance };
}

/** A projection that uses all that a projection can have. */
export function exampleProjection(seed: number, features: number, dimensions: number): Projection {
  return {
    name: 'discriminant',
    power: 0.75,
    mean: noise(seed, 'mean', 1, dimensions).data.map((value) => value / 10),
    std: noise(seed, 'deviation', 1, dimensions).data.map((value) => 1 + Math.abs(value)),
    weights: noise(seed, 'projection', features, dimensions),
  };
}

/** Standard normal numbers, [rows, columns]. */
export function noise(seed: number, purpose: string, rows: number, columns: number): Matrix {
  const { normal } = random(seed, purpose);
  return matrix(
    rows,
    columns,
    Float32Array.from({ length: rows * columns }, () => normal()),
  );
}
