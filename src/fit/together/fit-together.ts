import { project } from '../../backbones/projection.ts';
import { takeRows } from '../../base/matrix.ts';
import type { ByPictures } from '../../gallery/by-pictures.ts';
import type { Threshold } from '../../gallery/threshold.ts';
import type { Product } from '../../linalg/product.ts';
import { quantile } from '../../metrics/quantile.ts';
import { agreements } from '../../pooling/agreements.ts';
import { type ClassifierPooling, pooledThings, type Together, unvalidated } from '../../pooling/together.ts';
import { type WeightingName, weightingNames } from '../../pooling/weightings/catalogue.ts';
import { chooseWay } from './choose-pooling.ts';
import { type FoldGroups, type GroupFold, groupsIn } from './group-fold.ts';
import { type GroupScores, groupThreshold } from './group-threshold.ts';
import { independenceOf } from './independence.ts';
import { type ScoredGroup, type ScoredGroups, scoredByClassifier, scoredByGallery } from './score-groups.ts';

/** Seed and product. */
export type TogetherTools = { readonly seed: number; readonly product: Product };

/** The numbers of pictures for which ways of pooling are compared. */
const chosenAt = [2, 3, 5];

/** The numbers of pictures for which thresholds and agreement are stored. */
const storedAt = [2, 3, 5, 8];

/** Fewest classes whose groups give a threshold, and fewest groups that give an agreement. */
const leastClasses = 5;
const leastGroups = 20;

/** The share of pictures of one class that are taken for outliers among others of it. */
const outlierShare = 0.01;

/** How to pool several pictures of one thing, by the groups of folds. Without groups it is `unvalidated`. */
export async function fitTogether(folds: readonly GroupFold[], { seed, product }: TogetherTools): Promise<Together> {
  const draws = chosenAt.flatMap((pictures) => groupsIn(folds, pictures, seed));
  const gallery = chooseWay(
    await candidatesOf(weightingNames, draws, (groups, way: WeightingName) => scoredByGallery(groups, way, product)),
  );
  const ways: ClassifierPooling[] = pooledThings.flatMap((pooled) =>
    weightingNames.map((weighting) => ({ pooled, weighting })),
  );
  const classifier = chooseWay(
    await candidatesOf(ways, draws, (groups, way) => scoredByClassifier(groups, way, product)),
  );
  return {
    gallery,
    classifier,
    independence: await independenceOf(draws, classifier, product),
    leastAgreement: await leastAgreementIn(folds, { seed, product }),
  };
}

async function candidatesOf<Way>(
  ways: readonly Way[],
  draws: readonly FoldGroups[],
  score: (groups: FoldGroups, way: Way) => Promise<ScoredGroups | null>,
) {
  const candidates: { way: Way; scored: ScoredGroups[] }[] = [];
  for (const way of ways) {
    const scored: ScoredGroups[] = [];
    for (const groups of draws) {
      const found = await score(groups, way);
      if (found) scored.push(found);
    }
    candidates.push({ way, scored });
  }
  return candidates;
}

/**
 * The threshold of a gallery with those for several pictures, from the groups of folds. They are measured against the
 * scores of single pictures of the same classes in the same folds. A number of pictures that too few classes have is
 * left out. `shift`: what the threshold adds to scores for cohort means. More pictures never have a lower threshold
 * than fewer: what would lower it is chance.
 */
export async function thresholdTogether(
  threshold: Threshold,
  folds: readonly GroupFold[],
  { gallery = unvalidated.gallery, shift = 0 }: Partial<Pick<Together, 'gallery'>> & { readonly shift?: number },
  { seed, product }: TogetherTools,
): Promise<Threshold> {
  const scoresOf = async (pictures: number): Promise<GroupScores> => {
    const scored: ScoredGroups[] = [];
    for (const groups of groupsIn(folds, pictures, seed)) {
      const found = await scoredByGallery(groups, gallery, product);
      if (found) scored.push(found);
    }
    const unitScores = (groups: readonly ScoredGroup[]) => groups.map(({ truth, score }) => ({ unit: truth, score }));
    return {
      own: scored.flatMap(({ known }) => unitScores(known)),
      strangers: scored.flatMap(({ strangers }) => unitScores(strangers)),
    };
  };
  const single = await scoresOf(1);
  const byPictures: { pictures: number; value: number }[] = [];
  for (const pictures of storedAt) {
    const groups = await scoresOf(pictures);
    if (!isEnough(groups, single)) continue;
    const value = shift + groupThreshold(threshold.value - shift, withUnitsOf(groups, single), groups);
    byPictures.push({ pictures, value: Math.max(value, byPictures.at(-1)?.value ?? value) });
  }
  return byPictures.length > 0 ? { ...threshold, byPictures } : threshold;
}

/** The scores of single pictures whose classes also have groups: both are compared on the same classes. */
function withUnitsOf(groups: GroupScores, single: GroupScores): GroupScores {
  const some = (kind: keyof GroupScores) => {
    const units = new Set(groups[kind].map(({ unit }) => unit));
    return single[kind].filter(({ unit }) => units.has(unit));
  };
  return { own: some('own'), strangers: some('strangers') };
}

function isEnough(groups: GroupScores, single: GroupScores): boolean {
  const classes = (scores: GroupScores['own']) => new Set(scores.map(({ unit }) => unit)).size;
  return (
    classes(groups.own) >= leastClasses && (single.strangers.length === 0 || classes(groups.strangers) >= leastClasses)
  );
}

/** The agreement that all but few pictures of one class reach, in spaces that were not fitted to them. */
async function leastAgreementIn(folds: readonly GroupFold[], { seed, product }: TogetherTools): Promise<ByPictures> {
  const spaces = await Promise.all(
    folds.map(async ({ gallery, classifier, known, strangers }) => {
      const projection = (gallery ?? classifier)?.projection;
      const features = ({ embeddings }: Pick<typeof known, 'embeddings'>) =>
        projection && embeddings.rows > 0 ? project(projection, embeddings, product) : embeddings;
      return { known: await features(known), strangers: await features(strangers) };
    }),
  );
  return storedAt.flatMap((pictures) => {
    const values = groupsIn(folds, pictures, seed).flatMap((drawn, f) => [
      ...drawn.known.map(({ members }) => agreements(takeRows(spaces[f].known, members))),
      ...drawn.strangers.map(({ members }) => agreements(takeRows(spaces[f].strangers, members))),
    ]);
    if (values.length < leastGroups) return [];
    const sorted = Float64Array.from(values.flatMap((each) => [...each])).sort();
    return [{ pictures, value: quantile(sorted, outlierShare) }];
  });
}
