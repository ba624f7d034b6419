import { fromRows, row } from '../dist/src/base/matrix.js';
import { random } from '../dist/src/base/random.js';
import { table } from '../dist/src/cli/table.js';
import { classesOf } from '../dist/src/data/classes-of.js';
import { membersByValue } from '../dist/src/data/members-by-value.js';
import { nearDuplicateClusters } from '../dist/src/data/near-duplicate-clusters.js';
import { enrolEmbedded } from '../dist/src/fit/enrol-embedded.js';
import { fitApproaches } from '../dist/src/fit/fit-approaches.js';
import { subset } from '../dist/src/fit/labelled.js';
import { openGallery } from '../dist/src/gallery/open-gallery.js';
import { productFor } from '../dist/src/linalg/product.js';
import { bootstrapInterval, clusters, resampled } from '../dist/src/metrics/bootstrap.js';
import { mean } from '../dist/src/metrics/mean.js';
import { openDataset } from '../dist/src/node/open-dataset.js';
import { nodeRuntime } from '../dist/src/node/runtime.js';
import { classesIn } from './class-lists.js';
import { keptResults, sourcesHash } from './kept-results.js';
import { embedCached } from './our-embeddings.js';
import { emoji, grocery, omniglot } from './places.js';

const draws = 20;
/** Share of the classes that come later: 21 of grocery's 81. */
const laterShare = 21 / 81;
const product = productFor(nodeRuntime);
/** From this cosine on pictures of a class show one scene: what hold-outs find on grocery's train part. */
const sceneSimilarity = 0.84;

/** What is learned and enrolled from (`train`), and what only judges (`val`). `shots`: pictures of a class that comes later. */
const sets = {
  grocery: async () => {
    const parts = await Promise.all([grocery.train, grocery.val].map((path) => openDataset(path)));
    const [train, val] = [await embedCached(parts[0].samples), await embedCached(parts[1].samples)];
    const labels = train.samples.map(({ label }) => label);
    const scenes = await nearDuplicateClusters(train.embeddings, labels, product, { similarity: sceneSimilarity });
    return { shots: 3, part: () => ({ train, val, scenes }) };
  },
  omniglot: async () => {
    const all = await embeddedClasses(omniglot, 120, (name) => name.includes('__'));
    return { shots: 3, part: (draw) => parted(all, draw, 6) };
  },
  emoji: async () => {
    const all = await embeddedClasses(emoji, 240, (_, paths) => paths.length === 3);
    return { shots: 2, part: (draw) => parted(all, draw, 1) };
  },
};

/**
 * Classes that are enrolled in a gallery after it was fitted, without a flag. A draw takes 21 of grocery's 81 classes away, fits to
 * train's pictures of the others, and enrols 3 pictures of each of them; beside it a fit that has these 3 as well. Known
 * classes are judged on val, later ones on val and on scenes of train of which nothing was enrolled. The same with omniglot's
 * characters (14 drawings learned, 6 judge) and with emoji (of three vendors two are learned or enrolled, the third judges).
 */
export async function benchmark({ options, note }) {
  const kept = keptResults('enrol', sourcesHash(), options);
  const wanted = Object.keys(sets).filter((name) => options.includes(name));
  const results = [];
  for (const name of wanted.length > 0 ? wanted : Object.keys(sets)) {
    note(`${name}: embedding ...`);
    const set = await sets[name]();
    const outcomes = [];
    for (let seed = 0; seed < draws; seed++) {
      note(`${name}: draw ${seed + 1} of ${draws} ...`);
      outcomes.push(await kept(`${name} ${seed}`, () => outcomeOf(set, seed)));
    }
    results.push({ name, shots: set.shots, ...summed(outcomes) });
  }
  return { figures: { draws, results }, text: table(columns, results.flatMap(lines)) };
}

/** Pictures of some classes of a folder, evenly spread over them. */
async function embeddedClasses(folder, count, isWanted) {
  const able = classesIn(folder).filter(({ name, paths }) => isWanted(name, paths));
  const some = random(0, 'classes').shuffle(able).slice(0, count);
  const samples = some.flatMap(({ name, paths }) =>
    paths.map((path) => ({ path, label: name, part: null, group: null })),
  );
  return embedCached(samples);
}

/** Of every class `judging` pictures, drawn anew, judge; each picture is a scene of its own. */
function parted(all, { shuffle }, validationNetwork) {
  const members = [...membersByValue(all.samples.map(({ label }) => label)).values()].map(shuffle);
  const part = (from, to) => ({
    ...subset(
      all,
      members.flatMap((each) => each.slice(from, to)),
    ),
    fingerprint: all.fingerprint,
  });
  const train = part(validationNetwork);
  return { train, val: part(0, validationNetwork), scenes: [...train.samples.keys()] };
}

async function outcomeOf({ shots, part }, seed) {
  const draw = random(seed, 'classes that come later');
  const parts = part(draw);
  const { train } = parts;
  const { known, later, heldOut } = drawnFrom(parts, shots, draw);
  const before = await fitted(known, train, seed);
  const after = await enrolEmbedded(before.gallery, later, product);
  const atFit = await fitted(joined(known, later), train, seed);
  const ask = async (gallery, name) => answersOf(gallery, heldOut[name]);
  return {
    chosen: before.chosen.gallery,
    chosenAtFit: atFit.chosen.gallery,
    seconds: before.seconds.gallery,
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

/** Classes that come later with so many pictures each, the other classes, and what judges both: no picture of a shown scene. */
function drawnFrom({ train, val, scenes }, shots, draw) {
  const classes = draw.shuffle(classesOf(train.samples));
  const late = new Set(classes.slice(0, Math.round(laterShare * classes.length)));
  const isLate = ({ label }) => late.has(label);
  const placesOf = membersByValue(train.samples.map(({ label }) => label));
  const drawn = [...late].flatMap((label) => draw.shuffle(placesOf.get(label)).slice(0, shots));
  const shown = new Set(drawn.map((place) => scenes[place]));
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

function fitted(pictures, { fingerprint }, seed) {
  const task = { train: pictures, val: null, approach: 'gallery', fingerprint };
  return fitApproaches(task, { runtime: nodeRuntime, product, seed });
}

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

/** Pictures, those whose best class is the true one, those that are accepted, and those that are both; how far they are told. */
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

function where(items, test) {
  return items.flatMap((item, index) => (test(item, index) ? [index] : []));
}

/** Means of the draws' shares, with 95 % intervals for other draws. */
function summed(outcomes) {
  const share = (of) => outcomes.map(of).filter((value) => !Number.isNaN(value));
  const stated = (values) => (values.length === 0 ? null : { mean: mean(values), interval: intervalOf(values) });
  const accuracy = (name) => stated(share((each) => each[name].right / each[name].all));
  const names = ['knownBefore', 'known', 'knownAtFit', 'laterVal', 'laterValAtFit', 'laterScenes', 'laterScenesAtFit'];
  return {
    ...Object.fromEntries(names.map((name) => [name, accuracy(name)])),
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

function countsOf(names) {
  return Object.fromEntries([...membersByValue(names)].map(([name, members]) => [name, members.length]));
}

/** Of the mean: the bootstrap over draws. */
function intervalOf(values) {
  return bootstrapInterval((stream) => {
    const times = resampled(clusters(values.map((_, i) => `${i}`)), stream);
    const total = times.reduce((sum, count) => sum + count, 0);
    return values.reduce((sum, value, i) => sum + times[i] * value, 0) / total;
  });
}

const columns = [
  { head: '' },
  { head: 'what' },
  ...['enrolled later', 'there at fit', 'points'].map((head) => ({ head, align: 'right' })),
];

function lines({ name, shots, ...figures }) {
  const share = (key) =>
    figures[key] && `${percent(figures[key].mean)} (${figures[key].interval.map(percent).join(' to ')})`;
  const points = ({ mean: value, interval }) => `${percent(value)} (${interval.map(percent).join(' to ')})`;
  const line = (what, ...cells) => ['', what, ...cells.map((cell) => cell ?? ''), ...Array(3).fill('')].slice(0, 5);
  return [
    [
      name,
      `later classes, ${shots} pictures each`,
      share('laterVal'),
      share('laterValAtFit'),
      points(figures.laterLoss),
    ],
    ...(figures.laterScenes === null
      ? []
      : [line('the same on other scenes of train', share('laterScenes'), share('laterScenesAtFit'))]),
    line('known classes', share('known'), share('knownAtFit')),
    line('known classes before', share('knownBefore'), '', points(figures.knownLoss)),
    line('later classes accepted and right', share('laterAcceptedRight')),
    line('known classes accepted', share('knownAccepted')),
    line('later classes accepted before they are enrolled', share('strangersAccepted')),
    line('enrolled pictures that find themselves', share('self')),
  ];
}

function percent(value) {
  return (100 * value).toFixed(1);
}
