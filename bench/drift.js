import { matrix, row } from '#src/base/matrix.js';
import { random } from '#src/base/random.js';
import { table } from '#src/cli/text/table.js';
import { classesOf } from '#src/data/classes-of.js';
import { nearDuplicateClusters } from '#src/data/duplicates/near-duplicate-clusters.js';
import { driftAlpha } from '#src/drift/drift-report.js';
import { leadOf } from '#src/drift/features.js';
import { pValueOf } from '#src/drift/p-value-of.js';
import { testDrift } from '#src/drift/test-drift.js';
import { withUnknown } from '#src/drift/with-unknown.js';
import { fitGallery } from '#src/fit/fit-gallery.js';
import { heldOutAnswers } from '#src/fit/held-out/held-out-answers.js';
import { holdOut, parted } from '#src/fit/held-out/hold-out.js';
import { withScenes } from '#src/fit/held-out/scenes.js';
import { subset } from '#src/fit/labelled.js';
import { openGallery } from '#src/gallery/open-gallery.js';
import { acceptedFrom } from '#src/gallery/threshold.js';
import { pictureStatistics, statisticsSidePx } from '#src/images/picture-statistics.js';
import { productFor } from '#src/linalg/product.js';
import { decode } from '#src/node/decode.js';
import { readFile } from '#src/node/files/files.js';
import { openDataset } from '#src/node/open-dataset.js';
import { nodeRuntime } from '#src/node/runtime.js';
import { keptResults, sourcesHash } from './kept-results.js';
import { numberColumns } from './number-columns.js';
import { embedCached } from './our-embeddings.js';
import { grocery } from './places.js';
import { required } from './required.js';

/**
 * @import { Benchmark, EmbeddedSet, Note } from './types.ts'
 * @import { Sample } from '#src/data/dataset.js'
 * @import { Embedded } from '#src/data/embedding/embedded.js'
 * @import { DriftRecord } from '#src/drift/drift-record.js'
 * @import { Observation } from '#src/drift/features.js'
 * @import { Gallery } from '#src/gallery/gallery.js'
 * @import { PictureStatistics } from '#src/images/picture-statistics.js'
 */

/** @typedef {{ plain: PictureStatistics, dark: PictureStatistics }} Looks */
/** @typedef {Observation & { truth: string, embedding: Float32Array }} Shown */
/** @typedef {{ count: number, split: 'picture' | 'scene' }} Kind */
/** @typedef {Record<'own' | 'dark' | 'others', Shown[]>} Streams */
/** @typedef {{ record: DriftRecord, classes: readonly string[] } & Streams} Shop */
/** @typedef {{ alarms: number, pictures: number, darkened: number[], replaced: number[] }} Found */

/** @type {readonly Kind['split'][]} */
const splits = ['picture', 'scene'];
const shops = 5;
const plainPerShop = 40;
const changedPerShop = 10;
const most = 200;
const step = 20;
const darkness = 0.6;
const product = productFor(nodeRuntime);

/**
 * Streams of grocery pictures against a bundle fitted to half of the pictures of some classes, drawn at random; the
 * others come in random order. Learned and new pictures are apart by picture, or by scene. Without change: all of them.
 * Changed: of the first 200 a third is darkened to 0.6 (embedded as they were), or those of one class are pictures of a
 * class that the bundle does not know. Five draws of classes for each number of classes, 40 orders without change each
 * and 10 with each change.
 * @type {Benchmark}
 */
export async function benchmark({ options, note }) {
  const kept = keptResults('drift', sourcesHash(), options);
  const all = await pictures();
  note('measuring the pictures ...');
  const looks = await kept('looks', () => looksOf(all));
  /** @type {Record<string, Found>} */
  const results = {};
  for (const count of [6, 20]) {
    for (const split of splits) {
      const name = `${count} classes, by ${split}`;
      results[name] = await kept(name, () => measured(all, looks, { count, split }, note));
    }
  }
  return { figures: results, text: table(columns, Object.entries(results).map(line)) };
}

/** @returns {Promise<EmbeddedSet>} */
async function pictures() {
  const [train, val] = await Promise.all([grocery.train, grocery.val].map((path) => openDataset(path)));
  return embedCached([...train.samples, ...val.samples].map((sample) => ({ ...sample, part: null })));
}

/** @param {Embedded} all @returns {Promise<Looks[]>} */
async function looksOf({ samples }) {
  /** @type {Looks[]} */
  const looks = [];
  for (const { path } of samples) {
    const pixels = await decode(await readFile(path), { shortSidePx: statisticsSidePx });
    const dark = { ...pixels, data: pixels.data.map((value) => Math.round(darkness * value)) };
    looks.push({ plain: pictureStatistics(pixels), dark: pictureStatistics(dark) });
  }
  return looks;
}

/**
 * @param {EmbeddedSet} all
 * @param {Looks[]} looks
 * @param {Kind} kind
 * @param {Note} note
 * @returns {Promise<Found>}
 */
async function measured(all, looks, kind, note) {
  /** @type {Found} */
  const found = { alarms: 0, pictures: 0, darkened: [], replaced: [] };
  for (let seed = 0; seed < shops; seed++) {
    note(`${kind.count} classes, by ${kind.split}, draw ${seed} ...`);
    const shop = await openShop(all, looks, kind, seed);
    for (let stream = 0; stream < plainPerShop; stream++) {
      const own = random(seed, `plain ${stream}`).shuffle(shop.own);
      found.pictures += own.length / (shops * plainPerShop);
      if ((await foundAfter(shop, own)) !== null) found.alarms++;
    }
    for (let stream = 0; stream < changedPerShop; stream++) {
      found.darkened.push((await foundAfter(shop, darkened(shop, seed, stream))) ?? Number.MAX_SAFE_INTEGER);
      found.replaced.push((await foundAfter(shop, replaced(shop, seed, stream))) ?? Number.MAX_SAFE_INTEGER);
    }
  }
  return found;
}

/**
 * @param {EmbeddedSet} all
 * @param {Looks[]} looks
 * @param {Kind} kind
 * @param {number} seed
 * @returns {Promise<Shop>}
 */
async function openShop(all, looks, { count, split }, seed) {
  const classes = random(seed, `shop of ${count}`).shuffle(classesOf(all.samples)).slice(0, count);
  const where = (/** @type {(label: string | null) => boolean} */ test) =>
    subset(
      all,
      all.samples.flatMap(({ label }, index) => (test(label) ? [index] : [])),
    );
  const known = new Set(classes);
  const own = where((label) => label !== null && known.has(label));
  const { learned, measured: streamed } = await halves(own, split, seed);
  const tools = { runtime: nodeRuntime, product, seed };
  const { fingerprint } = all;
  const inner = await holdOut(learned, seed, product);
  const { gallery, chosen } = await fitGallery(inner, learned, { ...tools, fingerprint, knownClassesAlone: true });
  const fitted = {
    classifier: null,
    gallery,
    chosen: { classifier: null, gallery: chosen },
    hashes: learned.hashes,
  };
  const none = subset(learned, []);
  const reference = await heldOutAnswers(fitted, { train: learned, val: none, fingerprint }, tools);
  const lookOf = new Map(all.hashes.map((hash, index) => [hash, looks[index]]));
  const seen = learned.hashes.map((hash) => required(lookOf.get(hash), 'look').plain);
  const sampled = random(seed, 'drift pictures').shuffle(seen).slice(0, 500);
  const stats = Object.fromEntries(statisticNames.map((name) => [name, sampled.map((look) => look[name])]));
  const features = { ...reference.features, ...stats };
  const strangers = where((label) => label === null || !known.has(label));
  return {
    record: withUnknown({ reference: { ...reference, features }, state: null }, gallery.threshold),
    classes,
    own: await shown(gallery, streamed, lookOf, 'plain'),
    dark: await shown(gallery, streamed, lookOf, 'dark'),
    others: await shown(gallery, strangers, lookOf, 'plain'),
  };
}

/**
 * Half of the pictures to learn, half to come. By scene, no scene is in both.
 * @param {Embedded} all
 * @param {Kind['split']} split
 * @param {number} seed
 */
async function halves(all, split, seed) {
  const divided = (/** @type {readonly Sample[]} */ samples) => parted(samples, seed, 0.5);
  const isEnough = (/** @type {readonly Sample[]} */ samples) => divided(samples).held.length >= samples.length / 4;
  const scenes = split === 'scene' ? await withScenes(all, isEnough, { seed, product }) : all;
  const { kept, held } = divided(scenes.samples);
  return { learned: subset(all, kept), measured: subset(all, held) };
}

/**
 * What the test is given of pictures, and their class.
 * @param {Gallery} gallery
 * @param {Embedded} pictures
 * @param {ReadonlyMap<string, Looks>} lookOf
 * @param {keyof Looks} look
 * @returns {Promise<Shown[]>}
 */
async function shown(gallery, { samples, hashes, embeddings }, lookOf, look) {
  const answers = await openGallery(gallery, product).recognise(embeddings, { top: 1 });
  return answers.map(({ score, runnerUp, candidates: [{ label }] }, index) => {
    const unknown = score >= acceptedFrom(gallery.threshold, { label, runnerUp: runnerUp?.score }) ? 0 : 1;
    const lead = leadOf(score, runnerUp?.score);
    const values = { similarity: score, lead, unknown, ...required(lookOf.get(hashes[index]), 'look')[look] };
    const [hash, truth] = [hashes[index], samples[index].label ?? ''];
    return { hash, label, values, truth, embedding: row(embeddings, index) };
  });
}

/** @type {readonly (keyof PictureStatistics)[]} */
const statisticNames = ['brightness', 'contrast', 'saturation', 'detail', 'size'];

/** @param {Shop} shop @param {number} seed @param {number} stream */
function darkened({ own, dark }, seed, stream) {
  const draw = random(seed, `darkened ${stream}`);
  const order = draw.shuffle([...own.keys()]).slice(0, most);
  return order.map((index) => (draw.uniform() < 1 / 3 ? dark : own)[index]);
}

/**
 * Pictures of one class make way for as many of one class that is not known.
 * @param {Shop} shop
 * @param {number} seed
 * @param {number} stream
 */
function replaced({ own, others, classes }, seed, stream) {
  const draw = random(seed, `replaced ${stream}`);
  const gone = classes[draw.integer(classes.length)];
  const strange = [...new Set(others.map(({ truth }) => truth))];
  const instead = strange[draw.integer(strange.length)];
  const comes = draw.shuffle(others.filter((each) => each.truth === instead));
  return draw
    .shuffle(own)
    .slice(0, most)
    .map((each) => (each.truth === gone ? (comes.pop() ?? null) : each))
    .filter((each) => each !== null);
}

/**
 * The number of pictures after which drift is said, asked after every 20th as one asks every day; null where it is not.
 * @param {Shop} shop
 * @param {Shown[]} stream
 */
async function foundAfter({ record, classes }, stream) {
  const options = { seed: 0, classes, anyMix: false };
  let { state } = record;
  for (let end = step; end < stream.length + step; end += step) {
    const today = await distinct(stream.slice(end - step, end), record);
    state = testDrift({ ...record, state }, today, options).state;
    if (pValueOf(state.most) <= driftAlpha) return Math.min(end, stream.length);
  }
  return null;
}

/** @param {Shown[]} shown @param {DriftRecord} record */
async function distinct(shown, { reference }) {
  const columns = shown[0].embedding.length;
  const embeddings = matrix(shown.length, columns);
  for (const [index, { embedding }] of shown.entries()) embeddings.data.set(embedding, index * columns);
  const similarity = required(reference.nearDuplicates, 'limit');
  const labels = shown.map(({ label }) => label);
  const scenes = await nearDuplicateClusters(embeddings, labels, product, { similarity });
  return shown.filter((_, index) => scenes[index] === index);
}

const columns = [
  { head: 'classes, and how learned and new pictures are apart' },
  ...numberColumns(
    'pictures of a stream',
    'false alarms',
    'darkened: found',
    'after',
    'class replaced: found',
    'after',
  ),
];

/** @param {[string, Found]} entry */
function line([count, { alarms, pictures: length, darkened: dark, replaced: other }]) {
  const share = (/** @type {number[]} */ after) => after.filter((each) => each <= most).length / after.length;
  const middle = (/** @type {number[]} */ after) => after.toSorted((a, b) => a - b)[Math.floor(after.length / 2)];
  const after = (/** @type {number[]} */ all) => (middle(all) <= most ? String(middle(all)) : 'never');
  const rate = (/** @type {number} */ value) => `${(100 * value).toFixed(1)} %`;
  return [
    count,
    length.toFixed(0),
    rate(alarms / (shops * plainPerShop)),
    ...[rate(share(dark)), after(dark), rate(share(other)), after(other)],
  ];
}
