import { random } from '#src/base/random.js';
import { table } from '#src/cli/text/table.js';
import { classesOf } from '#src/data/classes-of.js';
import { validationFifth } from '#src/data/splits/split-dataset.js';
import { measureGalleryUnknown, measureUnknown } from '#src/evaluate/measure-approach.js';
import { observe, observeStrangers } from '#src/evaluate/observe.js';
import { fitApproaches } from '#src/fit/fit-approaches.js';
import { subset } from '#src/fit/labelled.js';
import { productFor } from '#src/linalg/product.js';
import { auroc } from '#src/metrics/auroc.js';
import { mean } from '#src/metrics/mean.js';
import { openDataset } from '#src/node/open-dataset.js';
import { nodeRuntime } from '#src/node/runtime.js';
import { byName } from './by-name.js';
import { numberColumns } from './number-columns.js';
import { embedCached } from './our-embeddings.js';
import { grocery } from './places.js';
import { required } from './required.js';

/**
 * @import { Benchmark, EmbeddedSet } from './types.ts'
 * @import { Sample } from '#src/data/dataset.js'
 * @import { ClassifierOutcome, GalleryOutcome } from '#src/evaluate/labelled-prediction.js'
 * @import { Prediction } from '#src/base/prediction.js'
 */

/** @typedef {Record<string, number>} Figures */

const seeds = [0, 1, 2, 3, 4];
const strangerClasses = 21;
const product = productFor(nodeRuntime);

/**
 * Own pictures accepted and strangers turned away, at the threshold that fitting gives. A draw takes 21 classes of
 * grocery's train part away as strangers. Own are a fifth of the others' train pictures, which was not learned on and
 * may show the same scenes, and their val pictures, which show other scenes.
 * @type {Benchmark}
 */
export async function benchmark({ note }) {
  const [train, val] = await Promise.all([grocery.train, grocery.val].map((path) => openDataset(path)));
  note('embedding ...');
  const embeddedTrain = await embedCached(train.samples);
  const embeddedVal = await embedCached(val.samples);
  /** @type {Awaited<ReturnType<typeof draw>>[]} */
  const draws = [];
  for (const seed of seeds) {
    note(`draw ${seed} ...`);
    draws.push(await draw(embeddedTrain, embeddedVal, seed));
  }
  const average = byName(Object.keys(draws[0]), (key) => mean(draws.map((each) => each[key])));
  const rows = [...draws.map((each, i) => line(`draw ${seeds[i]}`, each)), line('mean', average)];
  return { figures: { draws, mean: average }, text: table(columns, rows) };
}

/** @param {EmbeddedSet} train @param {EmbeddedSet} val @param {number} seed @returns {Promise<Figures>} */
async function draw(train, val, seed) {
  const classes = random(seed, 'strangers').shuffle(classesOf(train.samples));
  const strange = new Set(classes.slice(0, strangerClasses));
  const isStrange = (/** @type {Sample} */ { label }) => label !== null && strange.has(label);
  const isKnown = (/** @type {Sample} */ sample) => !isStrange(sample);
  const known = subset(train, where(train.samples, isKnown));
  const parts = validationFifth(known.samples, seed);
  const learned = subset(
    known,
    where(parts, ({ part }) => part === 'train'),
  );
  const fifth = subset(
    known,
    where(parts, ({ part }) => part === 'val'),
  );
  const approaches = await fitApproaches(
    { train: learned, val: null, approach: 'both', fingerprint: train.fingerprint },
    { runtime: nodeRuntime, product, seed },
  );
  const strangers = both(await observeStrangers(approaches, subset(train, where(train.samples, isStrange)), product));
  const own = both(await observe(approaches, fifth, product));
  const ownVal = both(await observe(approaches, subset(val, where(val.samples, isKnown)), product));
  return {
    ownAccepted: accepted(own.gallery),
    ownValAccepted: accepted(ownVal.gallery),
    ...scores('', own, strangers),
    ...scores('Val', ownVal, strangers),
  };
}

/**
 * The name ends in what the strangers were compared with: the held-out fifth, or the val pictures.
 * @param {string} suffix
 * @param {{ classifier: readonly ClassifierOutcome[], gallery: readonly GalleryOutcome[] }} own
 * @param {Record<'classifier' | 'gallery', readonly Prediction[]>} strangers
 * @returns {Figures}
 */
function scores(suffix, own, strangers) {
  const gallery = measureGalleryUnknown(own.gallery, strangers.gallery);
  const classifier = measureUnknown(own.classifier, strangers.classifier);
  const softmax = auroc({
    known: Float64Array.from(own.classifier, ({ prediction }) => prediction.score),
    strangers: Float64Array.from(strangers.classifier, ({ score }) => score),
  });
  return {
    ...(suffix === '' ? { falseAccept: gallery.falseAccept } : {}),
    [`galleryAuroc${suffix}`]: gallery.auroc,
    [`galleryFprAt95${suffix}`]: gallery.fprAt95,
    [`classifierAuroc${suffix}`]: classifier.auroc,
    [`classifierFprAt95${suffix}`]: classifier.fprAt95,
    [`softmaxAuroc${suffix}`]: softmax,
  };
}

/**
 * What both approaches said: fitting gives both.
 * @template C, G
 * @param {{ readonly classifier: C | null, readonly gallery: G | null }} said
 */
function both({ classifier, gallery }) {
  return { classifier: required(classifier, 'classifier'), gallery: required(gallery, 'gallery') };
}

/** @param {readonly GalleryOutcome[]} outcomes */
function accepted(outcomes) {
  return mean(outcomes.map(({ prediction }) => (prediction.known ? 1 : 0)));
}

/** @param {readonly Sample[]} samples @param {(sample: Sample) => boolean} test */
function where(samples, test) {
  return samples.flatMap((sample, index) => (test(sample) ? [index] : []));
}

const keys = {
  ownAccepted: 'own accepted',
  ownValAccepted: 'own val',
  falseAccept: 'strangers',
  galleryAuroc: 'gallery AUROC',
  galleryFprAt95: 'FPR@95',
  classifierAuroc: 'classifier AUROC',
  classifierFprAt95: 'FPR@95',
  softmaxAuroc: 'max-softmax AUROC',
};

const columns = [{ head: '' }, ...numberColumns(...Object.values(keys))];

/** @param {string} name @param {Figures} figures */
function line(name, figures) {
  return [name, ...Object.keys(keys).map((key) => figures[key].toFixed(3))];
}
