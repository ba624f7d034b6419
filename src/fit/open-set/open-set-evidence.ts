import { stackRows } from '../../base/matrix.ts';
import { throwIfAborted } from '../../base/progress.ts';
import type { OpenSetEvidence, ScoredPicture } from '../../calibrate/open-set/evidence.ts';
import type { Embedded } from '../../data/embedding/embedded.ts';
import type { Gallery } from '../../gallery/gallery.ts';
import { type ClassifierChoice, classifierAs } from '../classifier/fit-classifier.ts';
import { workOfHead } from '../classifier/learn-head.ts';
import { updatedHead } from '../classifier/updated-head.ts';
import type { FitTools } from '../fit-approaches.ts';
import { type GalleryChoice, galleryOfChoice } from '../fit-gallery.ts';
import { enrolEmbedded } from '../gallery/enrol-embedded.ts';
import { withScenes } from '../held-out/scenes.ts';
import { type OpenSetFold, type OpenSetPictures, openSetFolds } from './open-set-folds.ts';
import { pictureScorer } from './score-pictures.ts';

/** What was chosen, to be fitted again in every fold. */
export type OpenSetTask = OpenSetPictures & {
  readonly fingerprint: string;
  readonly gallery: Pick<GalleryChoice, 'projection' | 'matcher'> | null;
  readonly classifier: ClassifierChoice | null;
};

/** Operations that all heads of the folds may take together: some seconds on 2 cores (see work.ts). */
const maxHeadWork = 4e11;

/**
 * Scores of pictures of known classes and of strangers, from the learned pictures alone: each class in turn plays the
 * stranger, in a space, a gallery and a head that are fitted again without it, and own pictures are held out by scene.
 * Null where there are fewer than 3 classes, no own picture can be held out, or a space cannot be fitted again.
 */
export async function openSetEvidence(task: OpenSetTask, tools: FitTools): Promise<OpenSetEvidence | null> {
  const folds = openSetFolds(await inScenes(task, tools), tools.seed);
  const last = folds.at(-1)?.();
  if (last === undefined) return null;
  const classifier = task.classifier && isQuick(task.classifier, last.learned, folds.length) ? task.classifier : null;
  const own: ScoredPicture[] = [];
  const strangers: ScoredPicture[] = [];
  for (const [done, fold] of folds.entries()) {
    throwIfAborted(tools.signal);
    tools.progress?.({ stage: 'asking what is unknown', done, total: folds.length });
    const scored = await foldScores(fold(), { ...task, classifier }, tools);
    if (scored === null) return null;
    own.push(...scored.own);
    strangers.push(...scored.strangers);
  }
  if (own.length === 0 || strangers.length === 0) return null;
  return { ...withCommonApproaches({ own, strangers }), strangersFrom: 'classes' };
}

/** Without the classifier where a fold has none: scores of some pictures alone would not be comparable. */
function withCommonApproaches(scored: Pick<OpenSetEvidence, 'own' | 'strangers'>) {
  const { own, strangers } = scored;
  if (![...own, ...strangers].some(({ classifier }) => classifier === null)) return scored;
  const without = (picture: ScoredPicture) => ({ ...picture, classifier: null });
  return { own: own.map(without), strangers: strangers.map(without) };
}

async function foldScores(fold: OpenSetFold, task: OpenSetTask, tools: FitTools) {
  const gallery = task.gallery && (await galleryOfFold(task.gallery, fold, task.fingerprint, tools));
  if (task.gallery !== null && gallery === null) return null;
  const scorer = await pictureScorer({ gallery, classifier: await headOfFold(fold, task, tools) }, tools.product);
  return {
    own: await scorer(fold.own, { asStrangers: false }),
    strangers: await scorer(fold.strangers, { asStrangers: true }),
  };
}

/** The gallery without the left-out classes, in which these are then enrolled, as later classes are. */
async function galleryOfFold(
  choice: NonNullable<OpenSetTask['gallery']>,
  { learned, rivals }: OpenSetFold,
  fingerprint: string,
  tools: FitTools,
): Promise<Gallery | null> {
  const gallery = await galleryOfChoice(choice, learned, { ...tools, fingerprint });
  return gallery && enrolEmbedded(gallery, rivals, tools.product);
}

/** Whether the head can be trained again in every fold in some seconds. */
function isQuick(classifier: ClassifierChoice, { samples, embeddings }: Embedded, folds: number): boolean {
  const classes = new Set(samples.map(({ label }) => label)).size;
  return folds * workOfHead(classifier, embeddings, classes, classifier.epochs) <= maxHeadWork;
}

/**
 * The chosen head without the left-out classes, to which these are then added in closed form, as later classes are: so
 * a stranger has as many rivals as it will have. Null where one class is learned.
 */
async function headOfFold({ learned, rivals }: OpenSetFold, { classifier }: OpenSetTask, tools: FitTools) {
  if (classifier === null) return null;
  if (new Set(learned.samples.map(({ label }) => label)).size < 2) return null;
  const head = await classifierAs(classifier, learned, tools);
  if (head === null || rivals.samples.length === 0) return head;
  const known = entriesOf(learned, 'learned');
  const all = {
    entries: [...known, ...entriesOf(rivals, 'rival')],
    embeddings: stackRows(learned.embeddings, rivals.embeddings),
  };
  return updatedHead(head, { entries: known, embeddings: learned.embeddings }, all, tools.product);
}

function entriesOf({ samples }: Embedded, name: string) {
  return samples.map(({ label }, index) => ({ id: `${name} ${index}`, label: label ?? '' }));
}

async function inScenes({ learned, val }: OpenSetPictures, tools: FitTools): Promise<OpenSetPictures> {
  if (learned.samples.length === 0) return { learned, val };
  return { learned: await grouped(learned, tools), val: val.samples.length > 0 ? await grouped(val, tools) : val };
}

/** Pictures whose group is their scene. Scenes are made smaller until nearly all classes have two. */
async function grouped(pictures: Embedded, tools: FitTools): Promise<Embedded> {
  const { samples } = await withScenes(pictures, (given) => shareInScenes(given) >= leastInScenes, tools);
  return { ...pictures, samples };
}

/**
 * The least share of classes with two pictures or more that must have two scenes or more. Classes of one scene cannot
 * be measured, and they are the tight ones: leaving out many makes one's own pictures look worse than they are.
 */
const leastInScenes = 0.9;

function shareInScenes(samples: Embedded['samples']): number {
  const classes = new Map<string | null, { count: number; scenes: Set<string | null> }>();
  for (const { label, group } of samples) {
    const own = classes.get(label) ?? { count: 0, scenes: new Set() };
    own.count++;
    own.scenes.add(group);
    classes.set(label, own);
  }
  const several = [...classes.values()].filter(({ count }) => count > 1);
  return several.length === 0 ? 1 : several.filter(({ scenes }) => scenes.size > 1).length / several.length;
}
