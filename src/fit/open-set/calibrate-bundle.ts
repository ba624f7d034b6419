import type { Bundle, KeptEvidence } from '../../bundle/bundle.ts';
import { enrolledClasses } from '../../bundle/export-metadata.ts';
import { answersBy } from '../../calibrate/answering/answering.ts';
import { pointAt } from '../../calibrate/open-set/balanced-point.ts';
import { chooseOpenSet, type OpenSetChoice, type Scores, scoresOf } from '../../calibrate/open-set/choose-open-set.ts';
import { acceptedShare, type OpenSetEvidence, type Unit, unitsOf } from '../../calibrate/open-set/evidence.ts';
import { unitsInWords } from '../../calibrate/open-set/trade-off-in-words.ts';
import { type PickedThreshold, withThresholds } from '../../calibrate/open-set/with-thresholds.ts';
import { promiseInWords, refusalInWords, type StatedPromise } from '../../calibrate/promises/promise-in-words.ts';
import { type PromisedThreshold, promisedThreshold } from '../../calibrate/promises/promised-threshold.ts';
import { unitMean } from '../../calibrate/promises/unit-mean.ts';
import { membersByValue } from '../../data/members-by-value.ts';
import { cohortMeans } from '../../gallery/cohort-means.ts';
import { acceptedFrom } from '../../gallery/threshold.ts';
import type { Product } from '../../linalg/product.ts';
import type { Interval } from '../../metrics/interval.ts';
import { balancedThreshold, type TradeOffs, tradeOffsOf } from './calibrate-fitted.ts';

/** What thresholds are set by. */
export type CalibrationEvidence = {
  /** Chooses how the known is separated from the unknown: class folds of the bundle. */
  readonly choosing: OpenSetEvidence;
  /** Carries the thresholds: the same, or pictures that the user gave. */
  readonly carrying: OpenSetEvidence;
  /** Kept in the bundle, for the next calibration. */
  readonly kept: KeptEvidence;
};

/** An estimated share, with its 95 % interval over units. */
export type Estimate = { readonly estimate: number; readonly interval: Interval };

/** What a threshold does, as far as the evidence tells. */
export type CalibratedApproach = {
  readonly threshold: number;
  /** Share of own pictures accepted, the mean over scenes; and of strangers, the mean over classes. */
  readonly own: Estimate;
  readonly strangers: Estimate;
};

/** One class after calibration. */
export type CalibratedClass = {
  readonly label: string;
  /** The similarity from which a picture is accepted as this class; a part of the runner-up's may come on top. */
  readonly threshold: number;
  /** Own pictures that were held out, and the share of them that is accepted; null where there are none. */
  readonly samples: number;
  readonly accepted: number | null;
};

/** What `calibrate --json` prints, without the path of the bundle. */
export type Calibration = {
  /** Null: the balanced point. */
  readonly promise: StatedPromise | null;
  /** What the threshold of the answering approach does of what was promised; null where it was refused. */
  readonly achieved: Estimate | null;
  /** The gallery's threshold; null where it was refused, or without a gallery. */
  readonly threshold: number | null;
  readonly perClass: readonly CalibratedClass[];
  /** Pictures that carry the promise. */
  readonly samples: number;
  readonly units: { readonly own: number; readonly strangers: number; readonly strangersFrom: 'classes' | 'given' };
  readonly gallery: CalibratedApproach | null;
  readonly classifier: CalibratedApproach | null;
  /** The one answer. */
  readonly answer: (CalibratedApproach & { readonly by: 'classifier' | 'gallery' | 'hybrid' }) | null;
  readonly tradeOffs: TradeOffs;
  readonly refused: {
    readonly reason: string;
    /** How many more units are needed at least. */
    readonly needed: number;
    /** The best share that can be promised today. */
    readonly carries: number;
  } | null;
};

/** A bundle with its thresholds set, or as it was where the promise is refused. */
export type CalibratedBundle = { readonly bundle: Bundle; readonly calibration: Calibration };

/**
 * Sets the thresholds of both approaches and of the one answer: under a promise, or without one to the balanced point.
 * Which class is nearest does not change. Where the evidence cannot carry the promise, nothing changes.
 */
export async function calibrateBundle(
  bundle: Bundle,
  promise: StatedPromise | null,
  { choosing, carrying, kept }: CalibrationEvidence,
  { seed, product }: { readonly seed: number; readonly product: Product },
): Promise<CalibratedBundle> {
  const choice = carriedBy(carrying, chooseOpenSet(choosing), choosing === carrying);
  const asked = (scores: Scores) => promise && promisedBy(promise, scores, seed);
  const refused = refusalOf(promise, choice, carrying, asked(choice.answer));
  const pick = (scores: Scores) => picked(promise, scores, asked(scores), carrying);
  const cohort = bundle.gallery ? await cohortMeans(bundle.gallery, product) : new Float64Array(0);
  const { gallery, classifier, answering } = withThresholds(bundle, choice, cohort, refused ? whatever : pick);
  const changed = { ...bundle, gallery, classifier, answering, openSet: kept };
  const done = (scores: Scores | null) => (scores && !refused ? approachAt(pick(scores).value, scores, seed) : null);
  const answer = done(choice.answer);
  const isOwn = promise?.kind === 'accept';
  return {
    bundle: refused ? bundle : changed,
    calibration: {
      promise,
      achieved: answer && (isOwn ? answer.own : answer.strangers),
      threshold: refused ? null : (gallery?.threshold.value ?? null),
      perClass: refused ? [] : classesOf(changed, choosing),
      samples: (isOwn ? carrying.own : carrying.strangers).length,
      units: {
        own: choice.answer.own.length,
        strangers: choice.answer.strangers.length,
        strangersFrom: carrying.strangersFrom,
      },
      gallery: done(choice.gallery),
      classifier: done(choice.classifier),
      answer: answer && { ...answer, by: answersBy(choice.answer) },
      tradeOffs: tradeOffsOf(choice),
      refused,
    },
  };
}

/** Where a promise is refused, nothing is picked. */
const whatever = () => ({ value: 0, source: '' });

/** The choice, with the scores of what carries the thresholds. */
function carriedBy(carrying: OpenSetEvidence, choice: OpenSetChoice, isSame: boolean): OpenSetChoice {
  if (isSame) return choice;
  const score = scoresOf({ ...choice, outcomes: choice.answer.outcomes });
  const scores = (by: keyof typeof score): Scores => ({
    own: unitsOf(carrying.own, score[by]),
    strangers: unitsOf(carrying.strangers, score[by]),
  });
  const { gallery, classifier, answer } = choice;
  return {
    gallery: gallery && { ...gallery, ...scores('gallery') },
    classifier: classifier && { ...classifier, ...scores('classifier') },
    answer: { ...answer, ...scores(answer.knows), both: scores('both') },
  };
}

function promisedBy({ confidence, ...promise }: StatedPromise, scores: Scores, seed: number): PromisedThreshold {
  const units = promise.kind === 'accept' ? scores.own : scores.strangers;
  const request = { promise, seed, ...(confidence !== undefined && { confidence }) };
  return promisedThreshold(
    request,
    units.map((unit) => ({ scores: unit })),
  );
}

function picked(
  promise: StatedPromise | null,
  scores: Scores,
  promised: PromisedThreshold | null,
  { strangersFrom }: OpenSetEvidence,
): PickedThreshold {
  if (promise === null || promised === null || promised.refused) return balancedThreshold({ strangersFrom })(scores);
  const from = unitsInWords({ units: { own: scores.own.length, strangers: scores.strangers.length } }, strangersFrom);
  return {
    value: promised.threshold,
    source: `a promise: it ${promiseInWords(promise)} (from ${from})`,
    promise: { ...promise, units: promised.units },
  };
}

function refusalOf(
  promise: StatedPromise | null,
  { answer }: OpenSetChoice,
  { strangersFrom }: OpenSetEvidence,
  promised: PromisedThreshold | null,
): Calibration['refused'] {
  if (promise === null || promised === null || promised.refused === null) return null;
  const { refused } = promised;
  const own = promise.kind === 'accept';
  const noun = own ? 'scenes' : strangersFrom === 'classes' ? 'classes' : 'kinds of strangers';
  const units = (own ? answer.own : answer.strangers).length;
  return { reason: refusalInWords(refused, promise, { units, noun }), ...refused };
}

function approachAt(threshold: number, { own, strangers }: Scores, seed: number): CalibratedApproach {
  const shares = (units: readonly Unit[]) => units.map((unit) => acceptedShare([unit], threshold));
  const point = pointAt(threshold, own, strangers);
  return {
    threshold: point.threshold,
    own: unitMean(shares(own), seed),
    strangers: unitMean(shares(strangers), seed),
  };
}

/** Each class of the gallery, with the share of its own held-out pictures that the gallery accepts. */
function classesOf({ gallery }: Bundle, { own }: OpenSetEvidence): CalibratedClass[] {
  if (gallery === null) return [];
  const members = membersByValue(own.map(({ label }) => label));
  return enrolledClasses(gallery.entries).map((label) => {
    const pictures = (members.get(label) ?? []).map((index) => own[index]);
    const accepted = pictures.filter(({ gallery: said }) => {
      if (said === null) return false;
      const { best, similarity, runnerUp } = said;
      return similarity >= acceptedFrom(gallery.threshold, { label: best, runnerUp });
    });
    return {
      label,
      threshold: acceptedFrom(gallery.threshold, { label }),
      samples: pictures.length,
      accepted: pictures.length === 0 ? null : accepted.length / pictures.length,
    };
  });
}
