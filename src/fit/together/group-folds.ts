import { throwIfAborted } from '../../base/progress.ts';
import { random } from '../../base/random.ts';
import type { GalleryScoring } from '../../calibrate/open-set/gallery-score.ts';
import { limitsOf } from '../../calibrate/open-set/with-thresholds.ts';
import type { Classifier } from '../../classify/classifier.ts';
import { classesOf } from '../../data/classes-of.ts';
import type { Embedded } from '../../data/embedding/embedded.ts';
import { membersByValue } from '../../data/members-by-value.ts';
import { cohortMeans } from '../../gallery/cohort-means.ts';
import { enrolledOf } from '../../gallery/enrolled-of.ts';
import { type ClassifierChoice, classifierAs } from '../classifier/fit-classifier.ts';
import { workOfHead } from '../classifier/learn-head.ts';
import { type GalleryChoice, type GalleryTools, galleryOfChoice } from '../fit-gallery.ts';
import type { Held } from '../held-out/hold-out.ts';
import { withScenes } from '../held-out/scenes.ts';
import { picturesWhere, subset } from '../labelled.ts';
import type { GroupFold, Pictures } from './group-fold.ts';

/** What validation chose for each approach; null for one that is not fitted. */
export type Chosen = {
  readonly classifier: ClassifierChoice | null;
  readonly gallery: GalleryChoice | null;
  /** How similarities are compared with thresholds. */
  readonly scoring: GalleryScoring;
};

/** The number of folds: in each, a third of the classes play the stranger. */
const folds = 3;

/** With fewer classes none plays the stranger. */
const leastClasses = 6;

/** Most pictures that a fold is fitted to, equally many of each class. */
const mostTrained = 10_000;

/** Most operations to train the classifier of a fold: some seconds on 2 cores. */
const mostWork = 1e11;

/**
 * Folds by class for groups of pictures: both approaches, fitted as validation chose, know two thirds of the classes.
 * With fewer than 6 classes there is one fold, without strangers. Empty if nothing is held out.
 */
export async function groupFolds({ train, val }: Held, chosen: Chosen, tools: GalleryTools): Promise<GroupFold[]> {
  const classes = classesOf(train.samples);
  if (val.samples.length === 0) return [];
  const shuffled = random(tools.seed, 'strangers of groups').shuffle(classes);
  const count = classes.length < leastClasses ? 1 : folds;
  const result: GroupFold[] = [];
  for (let fold = 0; fold < count; fold++) {
    throwIfAborted(tools.signal);
    tools.progress?.({ stage: 'several pictures of one thing', done: fold, total: count });
    const left = new Set(count === 1 ? [] : shuffled.filter((_, index) => index % count === fold));
    result.push(await foldWithout(left, { train, val }, chosen, { ...tools, progress: undefined }));
  }
  return result;
}

/** A gallery whose threshold is 0 on the scale of scores, so that its familiarity is the score. */
async function galleryOfFold(choice: GalleryChoice, scoring: GalleryScoring, learned: Embedded, tools: GalleryTools) {
  const gallery = await galleryOfChoice(choice, learned, tools);
  if (gallery === null) return null;
  const cohort = await cohortMeans(gallery, tools.product);
  const threshold = limitsOf({ value: 0, source: 'scores' }, scoring, enrolledOf(gallery).classes, cohort);
  return { ...gallery, threshold };
}

async function foldWithout(
  left: ReadonlySet<string>,
  { train, val }: Held,
  chosen: Chosen,
  tools: GalleryTools,
): Promise<GroupFold> {
  const isLeft = ({ label }: Embedded['samples'][number]) => label !== null && left.has(label);
  const learned = someOfEach(picturesWhere(train, (sample) => !isLeft(sample)));
  const strange = left.size > 0 ? someOfEach(picturesWhere(train, isLeft)) : subset(train, []);
  const gallery = chosen.gallery && (await galleryOfFold(chosen.gallery, chosen.scoring, learned, tools));
  return {
    gallery,
    classifier: chosen.classifier && (await classifierIn(learned, chosen.classifier, tools)),
    known: await inScenes(
      picturesWhere(val, (sample) => !isLeft(sample)),
      tools,
    ),
    strangers: await inScenes(strange, tools),
  };
}

/** The chosen classifier, calibrated as chosen; null where training it is too much work. */
async function classifierIn(
  learned: Embedded,
  chosen: ClassifierChoice,
  tools: GalleryTools,
): Promise<Classifier | null> {
  if (workOfHead(chosen, learned.embeddings, classesOf(learned.samples).length, chosen.epochs) > mostWork) return null;
  return classifierAs(chosen, learned, tools);
}

/** The pictures, with their scenes as groups. */
async function inScenes(pictures: Embedded, tools: GalleryTools): Promise<Pictures> {
  if (pictures.samples.length === 0) return pictures;
  return { ...pictures, samples: (await withScenes(pictures, () => true, tools)).samples };
}

/** Evenly many pictures of each class, spread over its pictures. */
function someOfEach(embedded: Embedded): Embedded {
  const classes = [...membersByValue(embedded.samples.map(({ label }) => label)).values()];
  const most = Math.ceil(mostTrained / Math.max(1, classes.length));
  const some = classes.flatMap((members) => {
    const step = Math.max(1, members.length / most);
    return Array.from({ length: Math.floor(members.length / step) }, (_, i) => members[Math.floor(i * step)]);
  });
  return subset(
    embedded,
    some.sort((a, b) => a - b),
  );
}
