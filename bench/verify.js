import { takeRows } from '#src/base/matrix.js';
import { random } from '#src/base/random.js';
import { promisedPairThreshold } from '#src/calibrate/pairs/pair-threshold.js';
import { youdenThreshold } from '#src/calibrate/youden-threshold.js';
import { table } from '#src/cli/text/table.js';
import { annotatedPictures } from '#src/data/annotations/annotated-pictures.js';
import { statedPairs } from '#src/data/annotations/stated-pairs.js';
import { membersByValue } from '#src/data/members-by-value.js';
import { fitVerifier } from '#src/fit/fit-verifier.js';
import { pairSimilarities } from '#src/fit/verification/score-pairs.js';
import { verificationRounds } from '#src/fit/verification-rounds.js';
import { productFor } from '#src/linalg/product.js';
import { auroc } from '#src/metrics/auroc.js';
import { mean } from '#src/metrics/mean.js';
import { openDataset } from '#src/node/open-dataset.js';
import { nodeRuntime } from '#src/node/runtime.js';
import { byName, keysOf } from './by-name.js';
import { keptResults, sourcesHash } from './kept-results.js';
import { numberColumns } from './number-columns.js';
import { embedCached } from './our-embeddings.js';
import { omniglot } from './places.js';

/**
 * @import { Benchmark, EmbeddedSet } from './types.ts'
 * @import { Random } from '#src/base/random.js'
 * @import { NumberedPair } from '#src/data/annotations/annotations.js'
 */

/** @typedef {readonly (readonly number[])[]} Characters */
/** @typedef {Awaited<ReturnType<typeof measured>>} Result */

const product = productFor(nodeRuntime);
const draws = 50;
const perKind = 100;
const asked = 2000;
const promise = /** @type {const} */ ({ kind: 'false-accept', share: 0.1 });

/**
 * What a person says: 100 pairs of one character and 100 of two, drawn so that no picture repeats, or among the
 * pictures of 24 characters.
 * @satisfies {Record<string, (characters: Characters, draw: Random) => NumberedPair[]>}
 */
const cases = {
  'no picture twice': (/** @type {Characters} */ characters, /** @type {Random} */ draw) => {
    const shuffled = characters.map((own) => draw.shuffle(own));
    const chosen = draw.shuffle(shuffled);
    const same = chosen.slice(0, perKind).map(([a, b]) => ({ a, b, same: true }));
    const others = chosen.slice(perKind, 3 * perKind).map(([picture]) => picture);
    return [...same, ...same.map((_, i) => ({ a: others[2 * i], b: others[2 * i + 1], same: false }))];
  },
  'among 24 characters': (/** @type {Characters} */ characters, /** @type {Random} */ draw) =>
    pairsAmong(draw.shuffle(characters).slice(0, 24), perKind, draw),
};

/**
 * A verifier fitted to 200 pairs of omniglot's background alone, as fit does, and its threshold calibrated by a
 * promise on them, as calibrate --pairs does. Half of the characters are seen, 2,000 pairs of a kind of the other half
 * are asked. Balanced accuracy of both thresholds beside the best in hindsight, 50 draws for each way to say pairs.
 * @type {Benchmark}
 */
export async function benchmark({ options, note }) {
  const kept = keptResults('verify', sourcesHash(), options);
  const { samples } = await openDataset(omniglot);
  note('embedding ...');
  const embedded = await embedCached(samples);
  const characters = [...membersByValue(samples.map(({ label }) => label)).values()];
  const names = keysOf(cases);
  /** @type {Record<keyof typeof cases, Result[]>} */
  const results = byName(names, () => []);
  for (let seed = 0; seed < draws; seed++)
    for (const name of names)
      results[name].push(
        await kept(`${name} ${seed}`, () => {
          note(`${name}, draw ${seed} ...`);
          return measured(embedded, characters, cases[name], seed);
        }),
      );
  const rows = Object.entries(results).map(([name, outcomes]) => line(name, outcomes));
  return { figures: { draws, perKind, promise, results }, text: table(columns, rows) };
}

/**
 * @param {EmbeddedSet} embedded
 * @param {Characters} characters
 * @param {(characters: Characters, draw: Random) => NumberedPair[]} say
 * @param {number} seed
 */
async function measured({ samples, hashes, embeddings, fingerprint }, characters, say, seed) {
  const draw = random(seed, 'verify');
  const order = draw.shuffle(characters);
  const [seen, unseen] = [order.slice(0, order.length / 2), order.slice(order.length / 2)];
  const said = say(seen, draw);
  const pictures = [...new Set(said.flatMap(({ a, b }) => [a, b]))];
  const indexOf = new Map(pictures.map((picture, index) => [picture, index]));
  const numbered = said.map(({ a, b, same }) => ({ a: indexOf.get(a) ?? 0, b: indexOf.get(b) ?? 0, same }));
  const own = { samples: pictures.map((i) => samples[i]), hashes: pictures.map((i) => hashes[i]) };
  const annotated = annotatedPictures({ count: pictures.length, pairs: numbered });
  const { pairs, identities, together } = statedPairs(own, own.samples, annotated, { seed });
  const rounds = verificationRounds(pairs, together, () => false, seed);
  if (rounds === null) throw new Error('too few pairs');
  const task = { embeddings: takeRows(embeddings, pictures), identities, rounds, fingerprint };
  const { gallery, answers, projection } = await fitVerifier(task, { product });
  const { outcome } = promisedPairThreshold({ promise, seed }, { pairs: answers, of: identities.of, from: '' });
  if (outcome.refused) throw new Error('refused');
  const questions = pairsAmong(unseen, asked, draw);
  const similarities = await pairSimilarities(questions, embeddings, gallery.projection, product);
  const of = (/** @type {boolean} */ same) => similarities.filter((_, i) => questions[i].same === same);
  const [alike, different] = [of(true), of(false)];
  const at = (/** @type {number} */ threshold) => {
    const trueAccept = mean(alike.map((similarity) => Number(similarity >= threshold)));
    const falseAccept = mean(different.map((similarity) => Number(similarity >= threshold)));
    return { threshold, trueAccept, falseAccept, balancedAccuracy: (trueAccept + 1 - falseAccept) / 2 };
  };
  return {
    projection,
    units: outcome.units,
    promised: at(outcome.threshold),
    balanced: at(gallery.threshold.value),
    best: at(youdenThreshold(alike, different)),
    auroc: auroc({ known: Float64Array.from(alike), strangers: Float64Array.from(different) }),
    bestWithin: at([...different].sort((a, b) => b - a)[Math.floor(promise.share * different.length)]),
  };
}

/**
 * So many pairs of each kind among characters, no pair twice.
 * @param {Characters} characters
 * @param {number} count
 * @param {Random} draw
 */
function pairsAmong(characters, count, { integer }) {
  /** @type {Map<string, NumberedPair>} */
  const pairs = new Map();
  const one = (/** @type {readonly number[]} */ own) => own[integer(own.length)];
  while (pairs.size < 2 * count) {
    const same = pairs.size < count;
    const [first, second] = [integer(characters.length), integer(characters.length)];
    if (!same && first === second) continue;
    const [a, b] = [one(characters[first]), one(characters[same ? first : second])].sort((x, y) => x - y);
    if (a !== b) pairs.set(`${a} ${b}`, { a, b, same });
  }
  return [...pairs.values()];
}

const columns = [
  { head: '200 pairs' },
  ...numberColumns(
    'units',
    'false accept, promised 0.10',
    'balanced accuracy',
    'of the default',
    'best in hindsight',
    'same accepted',
    'best within 0.10',
  ),
];

/** @param {string} name @param {readonly Result[]} results */
function line(name, results) {
  const of = (/** @type {(result: Result) => number} */ value) => mean(results.map(value)).toFixed(3);
  return [
    name,
    of(({ units }) => units),
    of(({ promised }) => promised.falseAccept),
    of(({ promised }) => promised.balancedAccuracy),
    of(({ balanced }) => balanced.balancedAccuracy),
    of(({ best }) => best.balancedAccuracy),
    of(({ promised }) => promised.trueAccept),
    of(({ bestWithin }) => bestWithin.trueAccept),
  ];
}
