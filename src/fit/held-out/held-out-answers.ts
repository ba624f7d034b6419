import type { Prediction } from '../../base/prediction.ts';
import { throwIfAborted } from '../../base/progress.ts';
import { random } from '../../base/random.ts';
import { openClassifier } from '../../classify/classify.ts';
import { isLabelled } from '../../data/classes-of.ts';
import { nearDuplicateClusters } from '../../data/duplicates/near-duplicate-clusters.ts';
import type { Embedded } from '../../data/embedding/embedded.ts';
import type { DriftReference } from '../../drift/drift-record.ts';
import { leadOf, roundedValue } from '../../drift/features.ts';
import { openGallery } from '../../gallery/open-gallery.ts';
import { classifierAs } from '../classifier/fit-classifier.ts';
import type { FitTools, Fitted } from '../fit-approaches.ts';
import { galleryOfChoice } from '../fit-gallery.ts';
import { subset } from '../labelled.ts';
import { sceneFolds } from './scene-folds.ts';
import { sceneSimilarity } from './scenes.ts';

/** The most answers that a bundle keeps. */
const mostAnswers = 2000;

/** A val part of fewer pictures is not enough to compare with: all pictures are then held out in turn. */
const leastVal = 50;

/** Each fold is held out once and answered by a fit to the others. */
const folds = 5;

/** The pictures of a fit, as it was given them. */
export type GivenToFit = { readonly train: Embedded; readonly val: Embedded; readonly fingerprint: string };

type Approaches = Pick<Fitted, 'classifier' | 'gallery'>;

/** What is needed of a fit. */
export type FittedToHoldOut = Approaches & Pick<Fitted, 'chosen' | 'hashes'>;

/** Answers to held-out pictures by their row among all. */
type Answers = Map<number, Prediction>;

/**
 * What a fit answers to pictures that it did not learn from: at most 2,000 labels with similarity and lead (without a
 * gallery: probability), one of pictures that hardly differ. They are those of the val part where it is large enough.
 * Otherwise scenes are held out in five folds, each answered by a fit to the others with the chosen settings; with many
 * pictures the first folds are enough.
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
  const isVal = val.samples.length >= leastVal;
  const all = isVal ? val : subset(given.train, usable(given.train));
  const answers: Answers = new Map();
  if (isVal) await addAnswers(answers, [...all.samples.keys()], { all, by: fitted }, tools);
  else await answerInTurn(answers, fitted, all, given.fingerprint, tools);
  const rows = [...answers.keys()].sort((a, b) => a - b);
  const { scenes, similarity } = await nearDuplicates(subset(all, rows), tools);
  const sceneOf = new Map(rows.map((row, index) => [row, scenes[index]]));
  const drawn = random(tools.seed, 'drift reference').shuffle([...answers]);
  const oneOfEach = [...new Map(drawn.map(([row, answer]) => [sceneOf.get(row), answer])).values()];
  return { ...referenceOf(oneOfEach.slice(0, mostAnswers)), nearDuplicates: similarity };
}

/** Scenes are held out as a whole, so that none of these pictures has a near duplicate learned. */
async function answerInTurn(
  answers: Answers,
  fitted: FittedToHoldOut,
  all: Embedded,
  fingerprint: string,
  tools: FitTools,
): Promise<void> {
  const foldOf = await sceneFolds(all, folds, tools.seed, tools.product);
  const rowsWhere = (test: (fold: number | null) => boolean) => [...foldOf.keys()].filter((row) => test(foldOf[row]));
  for (let fold = 0; fold < folds && answers.size < mostAnswers; fold++) {
    throwIfAborted(tools.signal);
    tools.progress?.({ stage: 'answering held-out pictures', done: fold, total: folds });
    const rows = rowsWhere((each) => each === fold);
    if (rows.length === 0) continue;
    const rest = rowsWhere((each) => each !== fold);
    const by = await fittedTo(subset(all, rest), fitted, fingerprint, tools);
    await addAnswers(answers, rows, { all, by }, tools);
  }
}

/** Answers a seeded draw of rows, at most 2,000. */
async function addAnswers(
  answers: Answers,
  rows: readonly number[],
  { all, by }: { readonly all: Embedded; readonly by: Approaches },
  tools: FitTools,
): Promise<void> {
  const asked =
    rows.length <= mostAnswers ? rows : random(tools.seed, 'drift pictures').shuffle(rows).slice(0, mostAnswers);
  const answered = await answersOf(by, subset(all, asked), tools);
  for (const [index, answer] of answered.entries()) answers.set(asked[index], answer);
}

/** How often a higher limit is tried for near duplicates, until half of the pictures are none of another. */
const attempts = 6;

/**
 * The near duplicates among pictures, which count once together. They are more alike than what is held out as a whole
 * scene. A similarity of 2 says that none were found.
 */
async function nearDuplicates({ samples, embeddings }: Embedded, { seed, product }: FitTools) {
  const labels = samples.map(({ label }) => label);
  let similarity = (await sceneSimilarity({ samples, embeddings }, seed, product)) ?? 0.8;
  for (let attempt = 0; attempt < attempts; attempt++) {
    similarity = (1 + similarity) / 2;
    const scenes = [...(await nearDuplicateClusters(embeddings, labels, product, { similarity }))];
    if (new Set(scenes).size >= samples.length / 2) return { scenes, similarity };
  }
  return { scenes: [...samples.keys()], similarity: 2 };
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
  return { classifier, gallery: null };
}

/** The gallery's answers, or the classifier's where there is no gallery; none where a part cannot be fitted. */
async function answersOf({ classifier, gallery }: Approaches, { embeddings }: Embedded, { product }: FitTools) {
  if (gallery !== null) return openGallery(gallery, product).recognise(embeddings, { top: 1 });
  return classifier === null ? [] : openClassifier(classifier, product).recognise(embeddings, { top: 1 });
}

function referenceOf(answers: readonly Prediction[]): DriftReference {
  const scores = answers.map(({ score }) => roundedValue(score));
  const leads = answers.map(({ score, runnerUp }) => roundedValue(leadOf(score, runnerUp?.score)));
  const isGallery = answers.some(({ threshold }) => threshold !== null);
  return {
    labels: answers.map(({ label, candidates }) => candidates[0]?.label ?? label ?? ''),
    features: isGallery ? { similarity: scores, lead: leads } : { probability: scores },
  };
}
