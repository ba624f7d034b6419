import { balancedPoint, pointOfStrangers } from '#src/calibrate/open-set/balanced-point.js';
import { chooseOpenSet, scoresOf } from '#src/calibrate/open-set/choose-open-set.js';
import { acceptedShare, unitsOf } from '#src/calibrate/open-set/evidence.js';
import { promisedThreshold } from '#src/calibrate/promises/promised-threshold.js';
import { table } from '#src/cli/text/table.js';
import { classifierAs, fitClassifier } from '#src/fit/classifier/fit-classifier.js';
import { headCandidates } from '#src/fit/classifier/head-candidates.js';
import { fitGallery, galleryOfChoice } from '#src/fit/fit-gallery.js';
import { holdOut } from '#src/fit/held-out/hold-out.js';
import { openSetEvidence } from '#src/fit/open-set/open-set-evidence.js';
import { pictureScorer } from '#src/fit/open-set/score-pictures.js';
import { productFor } from '#src/linalg/product.js';
import { auroc } from '#src/metrics/auroc.js';
import { falsePositiveRateAt } from '#src/metrics/false-positive-rate.js';
import { mean } from '#src/metrics/mean.js';
import { nodeRuntime } from '#src/node/runtime.js';
import { keptResults, sourcesHash } from './kept-results.js';
import { numberColumns } from './number-columns.js';
import { drawFrom, promiseSets } from './promise-sets.js';
import { required } from './required.js';

/**
 * @import { Benchmark } from './types.ts'
 * @import { PromiseDraw } from './promise-sets.js'
 * @import { ScoredPicture } from '#src/calibrate/open-set/evidence.js'
 * @import { FitTools, Fitted } from '#src/fit/fit-approaches.js'
 */

/** @typedef {{ [Name in 'gallery' | 'classifier']: NonNullable<Fitted['chosen'][Name]> }} Choice */
/** @typedef {{ within: number | null, own: number | null, inHindsight: number | null }} Kept */
/**
 * @typedef {{
 *   auroc: number, fprAt95: number, balanced: { refused: number, accepted: number }, promises: Record<string, Kept>
 * }} OfApproach
 */

const product = productFor(nodeRuntime);
const approaches = /** @type {const} */ (['gallery', 'classifier', 'both', 'answer']);

/** What is promised. `accept` is a promise about own pictures, the others are about strangers. */
const promises = {
  'false-accept 0.05': { promise: { kind: 'false-accept', share: 0.05 } },
  'false-accept 0.10': { promise: { kind: 'false-accept', share: 0.1 } },
  'false-accept 0.10, confidence 0.95': { promise: { kind: 'false-accept', share: 0.1 }, confidence: 0.95 },
  'accept 0.90': { promise: { kind: 'accept', share: 0.9 } },
};

/**
 * Promises kept and refused over draws of known classes, strangers and calibration pictures, at what cost; the balanced
 * default; and strangers told by each approach against the largest probability of a linear head. A draw fits, lets
 * classes play strangers and calibrates as `fit` does. Only the choice of space, matcher and head is made once for each
 * set, on another draw. Strangers and own pictures that measure are never used. `--draws N`, `--set NAME`.
 * @type {Benchmark}
 */
export async function benchmark({ options, note }) {
  const draws = Number(optionIn(options, '--draws') ?? 100);
  const wanted = optionIn(options, '--set');
  /** @type {Record<string, unknown>} */
  const figures = {};
  /** @type {string[]} */
  const texts = [];
  for (const [name, load] of Object.entries(promiseSets)) {
    if (wanted !== undefined && wanted !== name) continue;
    const kept = keptResults(`promise-${name}`, sourcesHash(), options);
    const set = await load();
    note(`${name}: choosing space, matcher and head ...`);
    /** @type {Choice} */
    const choice = await kept('choice', () => chosenOn(drawFrom(set, 1000)));
    /** @type {Awaited<ReturnType<typeof measured>>[]} */
    const all = [];
    for (let seed = 0; seed < draws; seed++) {
      note(`${name}: draw ${seed + 1} of ${draws} ...`);
      all.push(await kept(`draw ${seed}`, () => measured(drawFrom(set, seed), choice, seed)));
    }
    figures[name] = { draws, ...summary(all) };
    texts.push(`${name}, ${draws} draws`, ...tables(all));
  }
  return { figures, text: texts.join('\n') };
}

/** @param {readonly string[]} options @param {string} name */
function optionIn(options, name) {
  const at = options.indexOf(name);
  return at < 0 ? undefined : options[at + 1];
}

/** @param {number} seed @returns {FitTools} */
function toolsFor(seed) {
  return { runtime: nodeRuntime, product, seed };
}

/** @param {PromiseDraw} draw @returns {Promise<Choice>} */
async function chosenOn({ learned, fingerprint }) {
  const tools = toolsFor(0);
  const held = await holdOut(learned, 0, product);
  const { chosen: gallery } = await fitGallery(held, held.train, { ...tools, fingerprint });
  const { chosen: classifier } = await fitClassifier(held, held.train, tools);
  return { gallery, classifier };
}

/** @param {PromiseDraw} draw @param {Choice} choice @param {number} seed */
async function measured({ learned, own, strangers, fingerprint }, choice, seed) {
  const tools = toolsFor(seed);
  const none = { samples: [], embeddings: { ...learned.embeddings, rows: 0 }, hashes: [], skipped: [] };
  const task = { ...choice, learned, val: none, fingerprint };
  const evidence = required(await openSetEvidence(task, tools), 'evidence');
  const chosen = chooseOpenSet(evidence);
  const gallery = await galleryOfChoice(choice.gallery, learned, { ...tools, fingerprint });
  const classifier = required(await classifierAs(choice.classifier, learned, tools), 'head');
  const score = await pictureScorer({ gallery, classifier }, product);
  const asked = {
    own: await score(own, { asStrangers: false }),
    strangers: await score(strangers, { asStrangers: true }),
  };
  const linear = await classifierAs(
    { ...choice.classifier, ...headCandidates[0], epochs: 40, temperature: 1 },
    learned,
    tools,
  );
  const scoreLinear = await pictureScorer({ gallery: null, classifier: linear }, product);
  const baseline = {
    own: await scoreLinear(own, { asStrangers: false }),
    strangers: await scoreLinear(strangers, { asStrangers: true }),
  };
  const { names, knows, outcomes, both } = chosen.answer;
  const scores = scoresOf({ ...chosen, outcomes });
  const fitted = { gallery: chosen.gallery, classifier: chosen.classifier, both, answer: chosen.answer };
  const scoreOf = { ...scores, answer: scores[knows] };
  return {
    names,
    knows,
    accuracy: {
      gallery: mean(asked.own.map(({ gallery: said, label }) => Number(said?.best === label))),
      classifier: mean(asked.own.map(({ classifier: said, label }) => Number(said?.best === label))),
    },
    maxSoftmax: separated(baseline, ({ classifier: said }) => said?.probability ?? 0),
    ...Object.fromEntries(
      approaches.map((name) => [name, ofApproach(required(fitted[name], name), asked, scoreOf[name], seed)]),
    ),
  };
}

/**
 * @param {{ own: readonly (readonly number[])[], strangers: readonly (readonly number[])[] }} calibrated
 * @param {{ own: readonly ScoredPicture[], strangers: readonly ScoredPicture[] }} asked
 * @param {(picture: ScoredPicture) => number | null} scoreOf
 * @param {number} seed
 * @returns {OfApproach}
 */
function ofApproach(calibrated, asked, scoreOf, seed) {
  const [own, strangers] = [unitsOf(asked.own, scoreOf), unitsOf(asked.strangers, scoreOf)];
  const balanced = balancedPoint(calibrated.own, calibrated.strangers);
  const kept = Object.entries(promises).map(([name, request]) => {
    const isAccept = request.promise.kind === 'accept';
    const units = (isAccept ? calibrated.own : calibrated.strangers).map((scores) => ({ scores }));
    const chosen = promisedThreshold({ .../** @type {any} */ (request), seed }, units);
    if (chosen.refused) return [name, { within: null, own: null, inHindsight: null }];
    return [
      name,
      {
        within: acceptedShare(isAccept ? own : strangers, chosen.threshold),
        own: acceptedShare(own, chosen.threshold),
        inHindsight: isAccept ? null : pointOfStrangers(request.promise.share, own, strangers).own,
      },
    ];
  });
  return {
    ...separated(asked, scoreOf),
    balanced: {
      refused: 1 - acceptedShare(own, balanced.threshold),
      accepted: acceptedShare(strangers, balanced.threshold),
    },
    promises: Object.fromEntries(kept),
  };
}

/**
 * @param {{ own: readonly ScoredPicture[], strangers: readonly ScoredPicture[] }} asked
 * @param {(picture: ScoredPicture) => number | null} scoreOf
 */
function separated({ own, strangers }, scoreOf) {
  const values = (/** @type {readonly ScoredPicture[]} */ pictures) =>
    Float64Array.from(pictures, (picture) => scoreOf(picture) ?? 0);
  const scores = { known: values(own), strangers: values(strangers) };
  return { auroc: auroc(scores), fprAt95: falsePositiveRateAt(0.95, scores) };
}

/** @param {any[]} draws */
function summary(draws) {
  return Object.fromEntries(
    approaches.map((name) => [
      name,
      {
        auroc: paired(draws, name, 'auroc'),
        fprAt95: paired(draws, name, 'fprAt95'),
        balanced: {
          refused: mean(draws.map((draw) => draw[name].balanced.refused)),
          accepted: mean(draws.map((draw) => draw[name].balanced.accepted)),
        },
        promises: Object.fromEntries(
          Object.entries(promises).map(([key, { promise }]) => [
            key,
            keptOf(
              draws.map((draw) => draw[name].promises[key]),
              promise,
            ),
          ]),
        ),
      },
    ]),
  );
}

/** @param {any[]} draws @param {string} name @param {'auroc' | 'fprAt95'} figure */
function paired(draws, name, figure) {
  const lead = draws.map((draw) => draw[name][figure] - draw.maxSoftmax[figure]);
  const average = mean(lead);
  const error = Math.sqrt(mean(lead.map((value) => (value - average) ** 2)) / Math.max(1, lead.length - 1));
  return {
    mean: mean(draws.map((draw) => draw[name][figure])),
    maxSoftmax: mean(draws.map((draw) => draw.maxSoftmax[figure])),
    lead: average,
    interval: [average - 1.96 * error, average + 1.96 * error],
  };
}

/** @param {Kept[]} all @param {{ kind: string, share: number }} promise */
function keptOf(all, { kind, share }) {
  const made = all.filter(({ within }) => within !== null);
  const isKept = (/** @type {Kept} */ { within }) =>
    kind === 'accept' ? Number(within) >= share : Number(within) <= share;
  const part = made.map(({ own, inHindsight }) => [Number(own), Number(inHindsight)]);
  return {
    refused: all.length - made.length,
    within: mean(made.map(({ within }) => Number(within))),
    kept: made.filter(isKept).length,
    made: made.length,
    own: mean(part.map(([own]) => own)),
    inHindsight: kind === 'accept' ? null : mean(part.map(([, best]) => best)),
  };
}

/** @param {any[]} draws */
function tables(draws) {
  const all = summary(draws);
  const rows = approaches.flatMap((name) =>
    Object.entries(all[name].promises).map(([key, { within, kept, made, own, inHindsight, refused }]) => [
      name,
      key,
      within.toFixed(3),
      `${kept} of ${made}`,
      String(refused),
      own.toFixed(3),
      inHindsight === null ? '' : inHindsight.toFixed(3),
      inHindsight === null ? '' : (own / inHindsight).toFixed(2),
    ]),
  );
  const told = approaches.map((name) => {
    const { auroc: a, fprAt95: f, balanced } = all[name];
    const interval = (/** @type {number[]} */ ends) => ends.map((end) => end.toFixed(3)).join(' to ');
    return [
      name,
      a.mean.toFixed(3),
      interval(a.interval),
      f.mean.toFixed(3),
      interval(f.interval),
      balanced.refused.toFixed(3),
      balanced.accepted.toFixed(3),
    ];
  });
  const { auroc: a, fprAt95: f } = all.gallery;
  told.push(['max-softmax', a.maxSoftmax.toFixed(3), '', f.maxSoftmax.toFixed(3), '', '', '']);
  return [table(keptColumns, rows), table(toldColumns, told)];
}

const keptColumns = [
  { head: 'approach' },
  { head: 'promise' },
  ...numberColumns('measured', 'kept in', 'refused', 'own accepted', 'best in hindsight', 'part of it'),
];
const toldColumns = [
  { head: 'approach' },
  ...numberColumns('AUROC', 'lead', 'FPR@95', 'lead', 'own refused', 'strangers in'),
];
