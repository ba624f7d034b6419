import type { KeptEvidence } from '../../bundle/bundle.ts';
import { galleryContents } from '../../bundle/kept-evidence.ts';
import type { Answering } from '../../calibrate/answering/answering.ts';
import { balancedPoint } from '../../calibrate/open-set/balanced-point.ts';
import { chooseOpenSet, type OpenSetChoice, type Scores } from '../../calibrate/open-set/choose-open-set.ts';
import type { OpenSetEvidence } from '../../calibrate/open-set/evidence.ts';
import { type TradeOff, tradeOff } from '../../calibrate/open-set/trade-off.ts';
import { pointInWords, unitsInWords } from '../../calibrate/open-set/trade-off-in-words.ts';
import { type PickedThreshold, withThresholds } from '../../calibrate/open-set/with-thresholds.ts';
import type { Classifier } from '../../classify/classifier.ts';
import { cohortMeans } from '../../gallery/cohort-means.ts';
import type { Gallery } from '../../gallery/gallery.ts';
import type { FitTools } from '../fit-approaches.ts';
import { type OpenSetTask, openSetEvidence } from './open-set-evidence.ts';

/** Both approaches with the thresholds that class folds chose. */
export type CalibratedFit = {
  readonly gallery: Gallery | null;
  readonly classifier: Classifier | null;
  /** Null where there are too few classes for class folds. */
  readonly answering: Answering | null;
  readonly openSet: KeptEvidence | null;
  readonly tradeOffs: TradeOffs | null;
};

/** What every threshold gains and costs, for each approach and for the one answer. */
export type TradeOffs = {
  readonly classifier: TradeOff | null;
  readonly gallery: TradeOff | null;
  readonly answer: TradeOff;
};

/**
 * Gives both approaches the balanced threshold: as many own pictures are refused as strangers are accepted, both as
 * class folds estimate it. Without enough classes they stay as they are.
 */
export async function calibrateFitted(
  fitted: Pick<CalibratedFit, 'gallery' | 'classifier'>,
  task: OpenSetTask,
  tools: FitTools,
): Promise<CalibratedFit> {
  const evidence = (fitted.gallery ?? fitted.classifier) && (await openSetEvidence(task, tools));
  if (!evidence) return { ...fitted, answering: null, openSet: null, tradeOffs: null };
  const choice = chooseOpenSet(evidence);
  const cohort = fitted.gallery ? await cohortMeans(fitted.gallery, tools.product) : new Float64Array(0);
  return {
    ...withThresholds(fitted, choice, cohort, balancedThreshold(evidence)),
    openSet: fitted.gallery && { ...evidence, of: await galleryContents(fitted.gallery) },
    tradeOffs: tradeOffsOf(choice),
  };
}

/** Picks the balanced point of an approach. */
export function balancedThreshold({ strangersFrom }: Pick<OpenSetEvidence, 'strangersFrom'>) {
  return ({ own, strangers }: Scores): PickedThreshold => {
    const point = balancedPoint(own, strangers);
    const from = unitsInWords({ units: { own: own.length, strangers: strangers.length } }, strangersFrom);
    return { value: point.threshold, source: `the balanced point: ${pointInWords(point)} (from ${from})` };
  };
}

/** The trade-off of each approach, and of the one answer. */
export function tradeOffsOf({ classifier, gallery, answer }: OpenSetChoice): TradeOffs {
  return {
    classifier: classifier && tradeOff(classifier),
    gallery: gallery && tradeOff(gallery),
    answer: tradeOff(answer),
  };
}
