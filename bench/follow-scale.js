import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { defaultBackbone } from '#src/backbones/cards/catalogue.js';
import { plainProjection } from '#src/backbones/projection.js';
import { matrix } from '#src/base/matrix.js';
import { pack } from '#src/bundle/pack.js';
import { learnHead } from '#src/fit/classifier/learn-head.js';
import { followGallery } from '#src/fit/follow-gallery.js';
import { enrol } from '#src/gallery/enrol.js';
import { productFor } from '#src/linalg/product.js';
import { changeBundle, writeBundle } from '#src/node/bundles/bundle-files.js';
import { loadBackbone } from '#src/node/hub/backbone-files.js';
import { nodeRuntime } from '#src/node/runtime.js';
import { output } from './command-line.js';
import { drawnDimensions, drawnEmbeddings } from './drawn-embeddings.js';
import { here } from './places.js';
import { required } from './required.js';

/**
 * @import { Tools } from './types.ts'
 * @import { HeadSpec } from '#src/fit/classifier/head-candidates.js'
 * @import { ProjectionSpec } from '#src/fit/projection-candidates.js'
 * @import { Gallery } from '#src/gallery/gallery.js'
 * @import { Bundle } from '#src/bundle/bundle.js'
 */

/** @typedef {{ classes: number, each: number, head: keyof typeof spaces, epochs: number }} Shape */
/** @typedef {HeadSpec & { epochs: number, validation: null, temperature: number }} Chosen */
/** @typedef {{ seconds: number, processorSeconds: number }} Time */
/** @typedef {{ by: string | null, following: Time, inAll: Time, peakBytes: number }} Growth */

/** @type {ProjectionSpec} */
const plain = { name: 'plain', power: 1, shrinkage: 0 };
const usual = { labelSmoothing: 0.1, learningRate: 1e-3, logitScale: 10, temperature: 1 };
/** @satisfies {Record<string, Pick<HeadSpec, 'head' | 'projection' | 'weightDecay'>>} */
const spaces = {
  linear: { head: 'linear', projection: { name: 'standardised', power: 0.75, shrinkage: 0 }, weightDecay: 0.1 },
  cosine: { head: 'cosine', projection: { name: 'discriminant', power: 0.75, shrinkage: 0.1 }, weightDecay: 0 },
};
/** @type {Shape[]} */
const shapes = [
  { classes: 81, each: 37, head: 'cosine', epochs: 2 },
  { classes: 81, each: 37, head: 'linear', epochs: 40 },
  { classes: 1000, each: 3, head: 'linear', epochs: 40 },
  { classes: 1000, each: 3, head: 'cosine', epochs: 10 },
  { classes: 20_000, each: 3, head: 'cosine', epochs: 2 },
];
const product = productFor(nodeRuntime);
const tools = { runtime: nodeRuntime, product, seed: 0 };

// A process of its own enrols, and another has made the bundle: the peak of memory is that of a process.
if (process.argv[1] === here('follow-scale.js')) {
  const [, , work, shape, path] = process.argv;
  console.log(JSON.stringify(await (work === 'made' ? made(JSON.parse(shape), path) : grown(path))));
}

/**
 * Seconds, memory and bytes of enrolling three pictures of a new class into bundles of many sizes. Uses `folder`.
 * @param {Pick<Tools, 'folder' | 'note'>} tools
 */
export async function enrolmentCosts({ folder, note }) {
  const results = [];
  for (const shape of shapes) {
    note(`enrolling into ${shape.classes} classes of ${shape.each}, a ${shape.head} head ...`);
    const path = join(folder, 'grown');
    const run = async (/** @type {'made' | 'grown'} */ work) =>
      JSON.parse(await output(process.execPath, [here('follow-scale.js'), work, JSON.stringify(shape), path]));
    /** @type {{ embeddings: number }} */
    const bytes = await run('made');
    /** @type {Growth} */
    const growth = await run('grown');
    results.push({ ...shape, ...growth, embeddingBytes: bytes.embeddings });
    rmSync(path, { recursive: true });
  }
  return results;
}

/**
 * Writes a bundle of that shape; the bytes of its parts by role.
 * @param {Shape} shape
 * @param {string} path
 */
async function made({ classes, each, head, epochs }, path) {
  const bundle = await bundleOf(drawn(classes, each), { ...usual, ...spaces[head], epochs, validation: null });
  await writeBundle(path, bundle);
  const { manifest } = await pack(bundle);
  return Object.fromEntries(manifest.parts.map((part) => [part.role, part.bytes]));
}

/**
 * Enrols a class in the bundle: seconds in all and of following, by the clock and of processor time, which load
 * disturbs less.
 * @param {string} path
 */
async function grown(path) {
  const added = drawn(1, 3, 'added');
  const begin = stopwatch();
  /** @type {{ by: string | null, following: Time }[]} */
  const follows = [];
  await changeBundle(path, async (bundle) => {
    const gallery = await enrol(required(bundle.gallery, 'gallery'), added.enrolments, added.embeddings, product);
    const start = stopwatch();
    const { by, bundle: changed } = await followGallery(bundle, { gallery }, tools);
    follows.push({ by, following: start() });
    return changed;
  });
  return { ...follows[0], inAll: begin(), peakBytes: process.resourceUsage().maxRSS * 1024 };
}

function stopwatch() {
  const [clock, processor] = [performance.now(), process.cpuUsage()];
  return () => {
    const { user, system } = process.cpuUsage(processor);
    return { seconds: (performance.now() - clock) / 1000, processorSeconds: (user + system) / 1e6 };
  };
}

/** @param {ReturnType<typeof drawn>} pictures @param {Chosen} chosen @returns {Promise<Bundle>} */
async function bundleOf({ labels, enrolments, embeddings }, chosen) {
  const { card, bytes } = await loadBackbone(defaultBackbone, { runtime: nodeRuntime, hub: { folder: '' } });
  const fingerprint = 'drawn';
  /** @type {Gallery} */
  const empty = {
    fingerprint,
    projection: plainProjection,
    matcher: { name: 'prototype' },
    threshold: { value: 0, source: 'drawn' },
    entries: [],
    vectors: matrix(0, 0),
  };
  const gallery = await enrol(empty, enrolments, embeddings, product);
  // The class means stand for a head that took minutes to learn: what follows does not depend on its numbers.
  const learned = await learnHead(
    { ...chosen, ...spaces.cosine, projection: plain, learningRate: 0 },
    labels,
    { heldOut: null },
    tools,
  );
  const provenance = {
    version: '0',
    dataset: 'drawn',
    seed: 0,
    split: { train: enrolments.length, val: 0, test: 0 },
    chosen: { classifier: chosen, gallery: null },
    pictures: [],
  };
  return {
    card: { ...card, dimensions: drawnDimensions },
    fingerprint,
    backbone: bytes,
    classifier: learned?.classifier ?? null,
    gallery,
    provenance,
  };
}

/**
 * Drawn embeddings [C * each, D] with what is enrolled of them and their labels.
 * @param {number} classes
 * @param {number} each
 * @param {string} [name]
 */
function drawn(classes, each, name = 'c') {
  const embeddings = drawnEmbeddings(classes, each, `follow ${name}`);
  const names = Array.from({ length: classes }, (_, c) => `${name}${String(c).padStart(6, '0')}`);
  const labels = Int32Array.from({ length: classes * each }, (_, i) => i % classes);
  const enrolments = Array.from(labels, (label, i) => ({
    label: names[label],
    path: `${name}/${i}.jpg`,
    hash: `${i.toString(16).padStart(8, '0')}${name}`.padEnd(64, '0'),
  }));
  return { embeddings, enrolments, labels: { embeddings, labels, classes: names } };
}
