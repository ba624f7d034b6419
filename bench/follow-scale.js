import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { defaultBackbone } from '../dist/src/backbones/cards/catalogue.js';
import { plainProjection } from '../dist/src/backbones/projection.js';
import { matrix, normalise, row } from '../dist/src/base/matrix.js';
import { random } from '../dist/src/base/random.js';
import { pack } from '../dist/src/bundle/pack.js';
import { followGallery } from '../dist/src/fit/follow-gallery.js';
import { learnHead } from '../dist/src/fit/learn-head.js';
import { enrol } from '../dist/src/gallery/enrol.js';
import { loadBackbone } from '../dist/src/node/backbone-files.js';
import { changeBundle, writeBundle } from '../dist/src/node/bundle-files.js';
import { nodeRuntime } from '../dist/src/node/runtime.js';
import { productFor } from '../dist/src/runtime/product.js';
import { output } from './command-line.js';
import { here } from './places.js';

const dimensions = 1280;
const plain = { name: 'plain', power: 1, shrinkage: 0 };
const usual = { smoothing: 0.1, rate: 1e-3, sharpness: 10, temperature: 1 };
const spaces = {
  linear: { head: 'linear', projection: { name: 'standardised', power: 0.75, shrinkage: 0 }, weightDecay: 0.1 },
  cosine: { head: 'cosine', projection: { name: 'discriminant', power: 0.75, shrinkage: 0.1 }, weightDecay: 0 },
};
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
  console.log(JSON.stringify(await { made, grown }[work](JSON.parse(shape), path)));
}

/** Seconds, memory and bytes of enrolling three pictures of a new class into bundles of many sizes. Uses `folder`. */
export async function enrolmentCosts({ folder, note }) {
  const results = [];
  for (const shape of shapes) {
    note(`enrolling into ${shape.classes} classes of ${shape.each}, a ${shape.head} head ...`);
    const path = join(folder, 'grown');
    const run = async (work) =>
      JSON.parse(await output(process.execPath, [here('follow-scale.js'), work, JSON.stringify(shape), path]));
    const bytes = await run('made');
    results.push({ ...shape, ...(await run('grown')), embeddingBytes: bytes.embeddings });
    rmSync(path, { recursive: true });
  }
  return results;
}

/** Writes a bundle of that shape; the bytes of its parts by role. */
async function made({ classes, each, head, epochs }, path) {
  const bundle = await bundleOf(drawn(classes, each), { ...usual, ...spaces[head], epochs, validation: null });
  await writeBundle(path, bundle);
  const { manifest } = await pack(bundle);
  return Object.fromEntries(manifest.parts.map((part) => [part.role, part.bytes]));
}

/** Enrols a class in the bundle: seconds in all and of following, by the clock and of processor time, which load disturbs less. */
async function grown(_, path) {
  const added = drawn(1, 3, 'added');
  const begin = stopwatch();
  let [by, following] = [null, null];
  await changeBundle(path, async (bundle) => {
    const gallery = await enrol(bundle.gallery, added.enrolments, added.embeddings, product);
    const start = stopwatch();
    const followed = await followGallery(bundle, { gallery }, tools);
    following = start();
    by = followed.by;
    return followed.bundle;
  });
  return { by, following, inAll: begin(), peakBytes: process.resourceUsage().maxRSS * 1024 };
}

function stopwatch() {
  const [clock, processor] = [performance.now(), process.cpuUsage()];
  return () => {
    const { user, system } = process.cpuUsage(processor);
    return { seconds: (performance.now() - clock) / 1000, processorSeconds: (user + system) / 1e6 };
  };
}

async function bundleOf({ labels, enrolments, embeddings }, chosen) {
  const { card, bytes } = await loadBackbone(defaultBackbone, { runtime: nodeRuntime, hub: { folder: '' } });
  const fingerprint = 'drawn';
  const space = { fingerprint, projection: plainProjection, matcher: { name: 'prototype' } };
  const empty = { ...space, threshold: { value: 0, source: 'drawn' }, entries: [], vectors: matrix(0, 0) };
  const gallery = await enrol(empty, enrolments, embeddings, product);
  // The class means stand for a head that took minutes to learn: what follows does not depend on its numbers.
  const learned = await learnHead(
    { ...chosen, ...spaces.cosine, projection: plain, rate: 0 },
    labels,
    { judges: null },
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
    card: { ...card, dimensions },
    fingerprint,
    backbone: bytes,
    classifier: learned.classifier,
    gallery,
    provenance,
  };
}

/** Unit vectors around a centre a class: cosines are about 0.5 within a class and 0 between classes. */
function drawn(classes, each, name = 'c') {
  const { uniform } = random(0, `follow ${name}`);
  const embeddings = matrix(classes * each, dimensions);
  const names = Array.from({ length: classes }, (_, c) => `${name}${String(c).padStart(6, '0')}`);
  const labels = Int32Array.from({ length: classes * each }, (_, i) => i % classes);
  const centre = new Float32Array(dimensions);
  for (let c = 0; c < classes; c++) {
    for (let j = 0; j < dimensions; j++) centre[j] = uniform() - 0.5;
    for (let k = 0; k < each; k++) {
      const vector = row(embeddings, k * classes + c);
      for (let j = 0; j < dimensions; j++) vector[j] = centre[j] + uniform() - 0.5;
      normalise(vector);
    }
  }
  const enrolments = Array.from(labels, (label, i) => ({
    label: names[label],
    path: `${name}/${i}.jpg`,
    hash: `${i.toString(16).padStart(8, '0')}${name}`.padEnd(64, '0'),
  }));
  return { embeddings, enrolments, labels: { embeddings, labels, classes: names } };
}
