import type { Prediction } from '../../base/prediction.ts';
import { throwIfAborted } from '../../base/progress.ts';
import { random } from '../../base/random.ts';
import { openClassifier } from '../../classify/classify.ts';
import { isLabelled } from '../../data/classes-of.ts';
import type { Sample } from '../../data/dataset.ts';
import type { Embedded } from '../../data/embedding/embedded.ts';
import type { DriftReference } from '../../drift/drift-record.ts';
import { type FeatureColumns, roundedValue } from '../../drift/features.ts';
import { openGallery } from '../../gallery/open-gallery.ts';
import { classifierAs } from '../classifier/fit-classifier.ts';
import type { FitTools, Fitted } from '../fit-approaches.ts';
import { galleryOfChoice } from '../fit-gallery.ts';
import { subset } from '../labelled.ts';
import { withScenes } from './scenes.ts';

/** The most answers that a bundle keeps. */
const mostAnswers = 2000;

/** A val part of fewer pictures is not enough to compare with: all pictures are then held out in turn. */
const leastVal = 50;

/** How often the pictures are divided; each part is answered by a fit to the others. */
const foldCount = 5;

/** The pictures of a fit, as it was given them. */
export type GivenToFit = { readonly train: Embedded; readonly val: Embedded; readonly fingerprint: string };

type Approaches = Pick<Fitted, 'classifier' | 'gallery'>;

/** What is needed of a fit. */
export type FittedToHoldOut = Approaches & Pick<Fitted, 'chosen' | 'hashes'>;

/**
 * What a fit answers to pictures that it did not learn from: at most 2,000 labels with their similarity (without a
 * gallery: probability). They are those of the val part where it is large enough. Otherwise every scene is answered by
 * a fit to the other scenes, with the chosen settings.
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

async function answersInTurn(fitted: FittedToHoldOut, all: Embedded, fingerprint: string, tools: FitTools) {
  const suits = (samples: readonly Sample[]) => new Set(samples.map(({ group }) => group)).size >= 3 * foldCount;
  const { samples } = await withScenes(all, suits, tools);
  const folds = foldsOf(samples, tools.seed);
  const answers: Prediction[] = [];
  for (let fold = 0; fold < foldCount && answers.length < mostAnswers; fold++) {
    throwIfAborted(tools.signal);
    tools.progress?.({ stage: 'answering held-out pictures', done: fold, total: foldCount });
    const rest = subset(
      all,
      where(folds, (each) => each !== fold),
    );
    const learned = new Set(rest.samples.map(({ label }) => label));
    const held = subset(
      all,
      where(folds, (each, index) => each === fold && learned.has(samples[index].label)),
    );
    if (held.samples.length === 0) continue;
    const approaches = await fittedTo(rest, fitted, fingerprint, tools);
    answers.push(...(await answersOf(approaches, held, tools)));
  }
  return random(tools.seed, 'drift reference').shuffle(answers).slice(0, mostAnswers);
}

/** The fold of each sample. Samples of a group share it, and folds are about equally large. */
function foldsOf(samples: readonly Sample[], seed: number): number[] {
  const keys = samples.map(({ group, path }) => group ?? `picture ${path}`);
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  const sizes = Array.from({ length: foldCount }, () => 0);
  const foldOf = new Map<string, number>();
  for (const key of random(seed, 'drift folds').shuffle([...counts.keys()])) {
    const fold = sizes.indexOf(Math.min(...sizes));
    sizes[fold] += counts.get(key) ?? 0;
    foldOf.set(key, fold);
  }
  return keys.map((key) => foldOf.get(key) ?? 0);
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

function where(folds: readonly number[], test: (fold: number, index: number) => boolean): number[] {
  return folds.flatMap((fold, index) => (test(fold, index) ? [index] : []));
}
