import { internalError } from '../../base/error.ts';
import { fitTemperature, negativeLogLikelihood } from '../../calibrate/temperature.ts';
import type { Classifier } from '../../classify/classifier.ts';
import { accuracyOf, logits } from '../../classify/classify.ts';
import type { Embedded } from '../../data/embedding/embedded.ts';
import type { LabelledEmbeddings } from '../../spaces/projection-fit.ts';
import type { Held } from '../held-out/hold-out.ts';
import { labelled, labelledBy } from '../labelled.ts';
import { type HeadSpec, headCandidates, headWithoutValidation } from './head-candidates.ts';
import { epochsFor, type HeadTools, learnHead } from './learn-head.ts';

/** The chosen settings of a classifier; `validation` is null if no picture could be held out. */
export type ClassifierChoice = HeadSpec & {
  /** The best epoch on the held-out pictures, counted from 1: the number of epochs of the last training. */
  readonly epochs: number;
  /** The divisor of the logits, calibrated on the held-out pictures; 1 without them. */
  readonly temperature: number;
  readonly validation: { readonly accuracy: number; readonly logLoss: number } | null;
};

/** A classifier and its chosen settings. */
export type FittedClassifier = { readonly classifier: Classifier; readonly chosen: ClassifierChoice };

type Candidate = { readonly classifier: Classifier; readonly chosen: ClassifierChoice };

/**
 * Fits a classifier. Validation chooses space, head and number of epochs and calibrates the temperature; then the
 * chosen head is trained again on all of `learned`. If nothing is held out, it trains a cosine head that starts at the
 * class means.
 */
export async function fitClassifier(held: Held, learned: Embedded, tools: HeadTools): Promise<FittedClassifier> {
  const best = await choose(held, tools);
  if (best !== null && learned === held.train) return best;
  const chosen = best?.chosen ?? {
    ...headWithoutValidation,
    epochs: epochsFor(learned.samples.length),
    temperature: 1,
    validation: null,
  };
  tools.progress?.({ stage: 'learning the classifier', done: 0 });
  const again = await classifierAs(chosen, learned, tools);
  if (again === null) throw internalError(`${chosen.projection.name} fits a part of the pictures but not all`);
  return { classifier: again, chosen };
}

/** Trains a chosen head on any pictures, with the chosen temperature. Null if its space cannot be fitted. */
export async function classifierAs(
  chosen: ClassifierChoice,
  learned: Embedded,
  tools: HeadTools,
): Promise<Classifier | null> {
  const trained = await learnHead(chosen, labelled(learned), { heldOut: null, stopAfter: chosen.epochs }, tools);
  return trained && { ...trained.classifier, temperature: chosen.temperature };
}

async function choose({ train, val }: Held, tools: HeadTools): Promise<Candidate | null> {
  const learned = labelled(train);
  const heldOut = labelledBy(learned.classes, val);
  if (heldOut.labels.length === 0 || learned.classes.length < 2) return null;
  let best: Candidate | null = null;
  const { heads = headCandidates } = tools;
  for (const [done, spec] of heads.entries()) {
    tools.progress?.({ stage: 'choosing the classifier', done, total: heads.length });
    const candidate = await validated(spec, learned, heldOut, tools);
    if (candidate && lossOf(candidate) < lossOf(best)) best = candidate;
  }
  return best;
}

/** The log loss: a proper score, and less noisy than the accuracy. */
function lossOf(candidate: Candidate | null): number {
  return candidate?.chosen.validation?.logLoss ?? Number.POSITIVE_INFINITY;
}

async function validated(
  spec: HeadSpec,
  learned: LabelledEmbeddings,
  heldOut: LabelledEmbeddings,
  tools: HeadTools,
): Promise<Candidate | null> {
  const trained = await learnHead(spec, learned, { heldOut }, tools);
  if (trained === null) return null;
  const { classifier, bestEpoch } = trained;
  const scores = await logits(classifier, heldOut.embeddings, tools.product);
  const temperature = fitTemperature(scores, heldOut.labels);
  const validation = {
    accuracy: accuracyOf(scores, heldOut.labels),
    logLoss: negativeLogLikelihood(scores, heldOut.labels, temperature),
  };
  return {
    classifier: { ...classifier, temperature },
    chosen: { ...spec, epochs: Math.max(1, bestEpoch), temperature, validation },
  };
}
