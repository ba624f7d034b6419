import { fromRows, row } from '#src/base/matrix.js';
import { random } from '#src/base/random.js';
import { table } from '#src/cli/text/table.js';
import { classesOf } from '#src/data/classes-of.js';
import { membersByValue } from '#src/data/members-by-value.js';
import { fitApproaches } from '#src/fit/fit-approaches.js';
import { enrolEmbedded } from '#src/fit/gallery/enrol-embedded.js';
import { subset } from '#src/fit/labelled.js';
import { openGallery } from '#src/gallery/open-gallery.js';
import { productFor } from '#src/linalg/product.js';
import { bootstrapInterval, clusters, resampleWeights } from '#src/metrics/bootstrap.js';
import { mean } from '#src/metrics/mean.js';
import { nodeRuntime } from '#src/node/runtime.js';
import { byName, keysOf } from './by-name.js';
import { sets } from './enrol-sets.js';
import { keptResults, sourcesHash } from './kept-results.js';
import { numberColumns } from './number-columns.js';
import { required } from './required.js';

/**
 * @import { LaterSet, Parts } from './enrol-sets.js'
 * @import { Benchmark, EmbeddedSet } from './types.ts'
 * @import { Random } from '#src/base/random.js'
 * @import { Sample } from '#src/data/dataset.js'
 * @import { Embedded } from '#src/data/embedding/embedded.js'
 * @import { Gallery } from '#src/gallery/gallery.js'
 * @import { Interval } from '#src/metrics/interval.js'
 */

/** @typedef {Awaited<ReturnType<typeof outcomeOf>>} Outcome */
/** @typedef {{ name: string, shots: number } & ReturnType<typeof summed>} Result */
/** @typedef {{ mean: number, interval: Interval } | null} Stated */

const draws = 20;
/** Share of the classes that come later: 21 of grocery's 81. */
const laterShare = 21 / 81;
const product = productFor(nodeRuntime);

/**
 * Classes that are enrolled in a gallery after it was fitted, without a flag. A draw takes 21 of grocery's 81 classes
 * away, fits to train's pictures of the others, and enrols 3 pictures of each of them; beside it a fit that has these
 * 3 as well. Known classes are judged on val, later ones on val and on scenes of train of which nothing was enrolled.
 * The same with omniglot's characters (14 drawings learned, 6 judge) and with emoji (of three vendors two are learned
 * or enrolled, the third heldOut).
 * @type {Benchmark}
 */
export async function benchmark({ options, note }) {
  const kept = keptResults('enrol', sourcesHash(), options);
  const wanted = keysOf(sets).filter((name) => options.includes(name));
  /** @type {Result[]} */
  const results = [];
  for (const name of wanted.length > 0 ? wanted : keysOf(sets)) {
    note(`${name}: embedding ...`);
    /** @type {LaterSet} */
    const set = await sets[name]();
    /** @type {Outcome[]} */
    const outcomes = [];
    for (let seed = 0; seed < draws; seed++) {
      note(`${name}: draw ${seed + 1} of ${draws} ...`);
      outcomes.push(await kept(`${name} ${seed}`, () => outcomeOf(set, seed)));
    }
    results.push({ name, shots: set.shots, ...summed(outcomes) });
  }
  return { figures: { draws, results }, text: table(columns, results.flatMap(lines)) };
}

/** @param {LaterSet} set @param {number} seed */
async function outcomeOf({ shots, part }, seed) {
  const draw = random(seed, 'classes that come later');
  const parts = part(draw);
  const { train } = parts;
  const { known, later, heldOut } = drawnFrom(parts, shots, draw);
  const before = await fitted(known, train, seed);
  const after = await enrolEmbedded(before.gallery, later, product);
  const atFit = await fitted(joined(known, later), train, seed);
  const ask = (/** @type {Gallery} */ gallery, /** @type {keyof typeof heldOut} */ name) =>
    answersOf(gallery, heldOut[name]);
  return {
    chosen: before.chosen,
    chosenAtFit: atFit.chosen,
    seconds: before.seconds,
    knownBefore: await ask(before.gallery, 'known'),
    known: await ask(after, 'known'),
    knownAtFit: await ask(atFit.gallery, 'known'),
    laterVal: await ask(after, 'laterVal'),
    laterValAtFit: await ask(atFit.gallery, 'laterVal'),
    laterScenes: await ask(after, 'laterScenes'),
    laterScenesAtFit: await ask(atFit.gallery, 'laterScenes'),
    strangers: await ask(before.gallery, 'laterVal'),
    self: await answersOf(after, later),
  };
}

/**
 * Classes that come later with so many pictures each, the other classes, and what heldOut both: no picture of a shown
 * scene.
 * @param {Parts} parts
 * @param {number} shots
 * @param {Random} draw
 */
function drawnFrom({ train, val, scenes }, shots, draw) {
  const classes = draw.shuffle(classesOf(train.samples));
  const late = new Set(classes.slice(0, Math.round(laterShare * classes.length)));
  const isLate = (/** @type {Sample} */ { label }) => label !== null && late.has(label);
  const placesOf = membersByValue(train.samples.map(({ label }) => label));
  const drawn = [...late].flatMap((label) => draw.shuffle(placesOf.get(label) ?? []).slice(0, shots));
  const shown = new Set(drawn.map((place) => scenes[place]));
  /** @type {(pictures: Embedded, isWanted: (sample: Sample, place: number) => boolean) => Embedded} */
  const of = (pictures, isWanted) => subset(pictures, where(pictures.samples, isWanted));
  return {
    known: of(train, (sample) => !isLate(sample)),
    later: subset(train, drawn),
    heldOut: {
      known: of(val, (sample) => !isLate(sample)),
      laterVal: of(val, isLate),
      laterScenes: of(train, (sample, place) => isLate(sample) && !shown.has(scenes[place])),
    },
  };
}

/** @param {Embedded} pictures @param {EmbeddedSet} set @param {number} seed */
async function fitted(pictures, { fingerprint }, seed) {
  const tools = { runtime: nodeRuntime, product, seed };
  const fit = await fitApproaches({ train: pictures, val: null, approach: 'gallery', fingerprint }, tools);
  const chosen = required(fit.chosen.gallery, 'gallery');
  return { gallery: required(fit.gallery, 'gallery'), chosen, seconds: fit.seconds.gallery };
}

/** @param {Embedded} a @param {Embedded} b @returns {Embedded} */
function joined(a, b) {
  const rows = [a, b].flatMap(({ embeddings }) =>
    Array.from({ length: embeddings.rows }, (_, i) => row(embeddings, i)),
  );
  return {
    samples: [...a.samples, ...b.samples],
    embeddings: fromRows(rows),
    hashes: [...a.hashes, ...b.hashes],
    skipped: [],
  };
}

/**
 * Pictures, those whose best class is the true one, those that are accepted, and those that are both; how far they
 * are told.
 * @param {Gallery} gallery
 * @param {Embedded} pictures
 */
async function answersOf(gallery, { samples, embeddings }) {
  const answers = await openGallery(gallery, product).recognise(embeddings, { neighbours: 0, top: 1 });
  const right = answers.map(({ candidates: [{ label }] }, i) => label === samples[i].label);
  return {
    all: answers.length,
    right: right.filter(Boolean).length,
    accepted: answers.filter(({ known }) => known).length,
    acceptedRight: answers.filter(({ known }, i) => known && right[i]).length,
  };
}

/**
 * @template T
 * @param {readonly T[]} items
 * @param {(item: T, index: number) => boolean} test
 */
function where(items, test) {
  return items.flatMap((item, index) => (test(item, index) ? [index] : []));
}

const scored = /** @type {const} */ ([
  'knownBefore',
  'known',
  'knownAtFit',
  'laterVal',
  'laterValAtFit',
  'laterScenes',
  'laterScenesAtFit',
]);

/**
 * Means of the draws' shares, with 95 % intervals for other draws.
 * @param {readonly Outcome[]} outcomes
 */
function summed(outcomes) {
  const share = (/** @type {(outcome: Outcome) => number} */ of) =>
    outcomes.map(of).filter((value) => !Number.isNaN(value));
  /** @type {(values: readonly number[]) => Stated} */
  const stated = (values) => (values.length === 0 ? null : { mean: mean(values), interval: intervalOf(values) });
  return {
    ...byName(scored, (name) => stated(share((each) => each[name].right / each[name].all))),
    laterLoss: stated(share(({ laterVal, laterValAtFit: atFit }) => (laterVal.right - atFit.right) / atFit.all)),
    knownLoss: stated(share(({ known, knownBefore }) => (known.right - knownBefore.right) / known.all)),
    knownAccepted: stated(share(({ known }) => known.accepted / known.all)),
    laterAcceptedRight: stated(share(({ laterVal }) => laterVal.acceptedRight / laterVal.all)),
    strangersAccepted: stated(share(({ strangers }) => strangers.accepted / strangers.all)),
    self: stated(share(({ self }) => self.right / self.all)),
    seconds: mean(outcomes.map(({ seconds }) => seconds)),
    chosen: countsOf(outcomes.map(({ chosen: { projection, matcher } }) => `${projection.name}, ${matcher.name}`)),
    outcomes,
  };
}

/** @param {readonly string[]} names */
function countsOf(names) {
  return Object.fromEntries([...membersByValue(names)].map(([name, members]) => [name, members.length]));
}

/**
 * Of the mean: the bootstrap over draws.
 * @param {readonly number[]} values
 */
function intervalOf(values) {
  return bootstrapInterval((stream) => {
    const times = resampleWeights(clusters(values.map((_, i) => `${i}`)), stream);
    const total = times.reduce((sum, count) => sum + count, 0);
    return values.reduce((sum, value, i) => sum + times[i] * value, 0) / total;
  });
}

const columns = [{ head: '' }, { head: 'what' }, ...numberColumns('enrolled later', 'there at fit', 'points')];

/** @param {Result} result */
function lines({ name, shots, ...figures }) {
  const stated = (/** @type {Stated} */ of) => of && `${percent(of.mean)} (${of.interval.map(percent).join(' to ')})`;
  /** @type {(what: string, ...cells: (string | null)[]) => string[]} */
  const line = (what, ...cells) => ['', what, ...cells.map((cell) => cell ?? ''), ...Array(3).fill('')].slice(0, 5);
  const ofLater = [figures.laterVal, figures.laterValAtFit, figures.laterLoss].map(stated);
  return [
    [name, ...line(`later classes, ${shots} pictures each`, ...ofLater).slice(1)],
    ...(figures.laterScenes === null
      ? []
      : [line('the same on other scenes of train', stated(figures.laterScenes), stated(figures.laterScenesAtFit))]),
    line('known classes', stated(figures.known), stated(figures.knownAtFit)),
    line('known classes before', stated(figures.knownBefore), '', stated(figures.knownLoss)),
    line('later classes accepted and right', stated(figures.laterAcceptedRight)),
    line('known classes accepted', stated(figures.knownAccepted)),
    line('later classes accepted before they are enrolled', stated(figures.strangersAccepted)),
    line('enrolled pictures that find themselves', stated(figures.self)),
  ];
}

/** @param {number} value */
function percent(value) {
  return (100 * value).toFixed(1);
}
