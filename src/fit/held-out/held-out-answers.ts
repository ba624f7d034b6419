import type { Prediction } from '../../base/prediction.ts';
import { throwIfAborted } from '../../base/progress.ts';
import { random } from '../../base/random.ts';
import { openClassifier } from '../../classify/classify.ts';
import { isLabelled } from '../../data/classes-of.ts';
import type { Embedded } from '../../data/embedding/embedded.ts';
import type { DriftReference } from '../../drift/drift-record.ts';
import { type FeatureColumns, roundedValue } from '../../drift/features.ts';
import { openGallery } from '../../gallery/open-gallery.ts';
import { classifierAs } from '../classifier/fit-classifier.ts';
import type { FitTools, Fitted } from '../fit-approaches.ts';
import { galleryOfChoice } from '../fit-gallery.ts';
import { subset } from '../labelled.ts';
import { holdOut } from './hold-out.ts';

/** The most answers that a bundle keeps. */
const mostAnswers = 2000;

/** A val part of fewer pictures is not enough to compare with: all pictures are then held out in turn. */
const leastVal = 50;

/** How often a fifth is held out and answered by a fit to the rest; draws may overlap. */
const draws = 5;

/** The pictures of a fit, as it was given them. */
export type GivenToFit = { readonly train: Embedded; readonly val: Embedded; readonly fingerprint: string };

type Approaches = Pick<Fitted, 'classifier' | 'gallery'>;

/** What is needed of a fit. */
export type FittedToHoldOut = Approaches & Pick<Fitted, 'chosen' | 'hashes'>;

/**
 * What a fit answers to pictures that it did not learn from: at most 2,000 labels with their similarity (without a
 * gallery: probability). They are those of the val part where it is large enough. Otherwise scenes
 * are held out several times, and answered by a fit to the others with the chosen settings.
 */
export async function heldOutAnswers(
  fitted: FittedToHoldOut,
  given: GivenToFit,
  tools: FitTools,
): Promise<DriftReference> {
  const used = new Set(fitted.hashes);
  const usable = ({ samples, hashes }: Embedded) =>
    samples.flatMap((sample, index) => (isLabelled(sample) && used.has(hashes[index]) ? [index] : []));
  const val = subset(given.val, usable(given.val));
  if (val.samples.length >= leastVal) return columnsOf(await answersOf(fitted, drawn(val, tools.seed), tools));
  return columnsOf(await answersInTurn(fitted, subset(given.train, usable(given.train)), given.fingerprint, tools));
}

function drawn(val: Embedded, seed: number): Embedded {
  const order = random(seed, 'drift reference').shuffle([...val.samples.keys()]);
  return subset(val, order.slice(0, mostAnswers));
}

/** Scenes are held out as for the choice of settings, so that none of these pictures has a near duplicate learned. */
async function answersInTurn(fitted: FittedToHoldOut, all: Embedded, fingerprint: string, tools: FitTools) {
  const answers: Prediction[] = [];
  const answered = new Set<string>();
  for (let draw = 0; draw < draws && answers.length < mostAnswers; draw++) {
    throwIfAborted(tools.signal);
    tools.progress?.({ stage: 'answering held-out pictures', done: draw, total: draws });
    const { train, val } = await holdOut(all, tools.seed + draw, tools.product);
    const rows = val.hashes.flatMap((hash, index) => (answered.has(hash) ? [] : [index]));
    if (rows.length === 0) continue;
    for (const row of rows) answered.add(val.hashes[row]);
    answers.push(...(await answersOf(await fittedTo(train, fitted, fingerprint, tools), subset(val, rows), tools)));
  }
  return random(tools.seed, 'drift reference').shuffle(answers).slice(0, mostAnswers);
}

async function fittedTo(
  rest: Embedded,
  fitted: FittedToHoldOut,
  fingerprint: string,
  tools: FitTools,
): Promise<Approaches> {
  const { chosen } = fitted;
  if (fitted.gallery !== null && chosen.gallery !== null) {
    const gallery = await galleryOfChoice(chosen.gallery, rest, { ...tools, fingerprint });
    return { classifier: null, gallery };
  }
  const classifier = chosen.classifier && (await classifierAs(chosen.classifier, rest, tools));
  const temperature = fitted.classifier?.temperature ?? 1;
  return { classifier: classifier && { ...classifier, temperature }, gallery: null };
}

/** The gallery's answers, or the classifier's where there is no gallery; none where a part cannot be fitted. */
async function answersOf({ classifier, gallery }: Approaches, { embeddings }: Embedded, { product }: FitTools) {
  if (gallery !== null) return openGallery(gallery, product).recognise(embeddings, { top: 1 });
  return classifier === null ? [] : openClassifier(classifier, product).recognise(embeddings, { top: 1 });
}

function columnsOf(answers: readonly Prediction[]): DriftReference {
  const scores = answers.map(({ score }) => roundedValue(score));
  const isGallery = answers.some(({ threshold }) => threshold !== null);
  const features: FeatureColumns = isGallery ? { similarity: scores } : { probability: scores };
  return { labels: answers.map(({ label, candidates }) => candidates[0]?.label ?? label ?? ''), features };
}
