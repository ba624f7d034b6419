import { plainProjection, project } from '../../backbones/projection.ts';
import { enrolledOf } from '../../gallery/enrolled-of.ts';
import type { Gallery } from '../../gallery/gallery.ts';
import { fittedMatcher, type MatcherSpec } from '../../gallery/matchers/catalogue.ts';
import { auroc } from '../../metrics/auroc.ts';
import { mean } from '../../metrics/mean.ts';
import type { LabelledEmbeddings } from '../../spaces/projection-fit.ts';
import type { NearestMeanTools } from '../../train/nearest-mean.ts';
import { labelled } from '../labelled.ts';
import { fitProjection, type ProjectionSpec } from '../projection-candidates.ts';
import { type ClassFold, laterPictures } from './class-folds.ts';
import { emptyGallery, enrolEmbedded } from './enrol-embedded.ts';
import { type OwnAndOtherScores, ownAndOtherScores } from './own-and-other-scores.ts';

/** Validation scores of a gallery for classes that are enrolled later, in a space that was fitted without them. */
export type LaterScore = {
  /** The numbers of pictures that each later class was enrolled with; the lists below have one entry for each. */
  readonly pictures: readonly number[];
  /** The accuracy on held-out pictures of later classes, 0..1. */
  readonly accuracy: readonly number[];
  /** The accuracy on held-out pictures of known classes beside them, 0..1. */
  readonly knownAccuracy: readonly number[];
  /** AUROC (0..1) of the best similarity: known classes against later ones that are not enrolled yet. */
  readonly strangers: number;
};

type Tools = NearestMeanTools & { readonly fingerprint: string };

/**
 * Scores each matcher in spaces that are fitted without the left-out classes of each fold. Null if the space cannot be
 * fitted to a fold. Calls `next` before each fold.
 */
export async function laterScores(
  spec: ProjectionSpec,
  folds: readonly ClassFold[],
  matchers: readonly MatcherSpec[],
  { next, ...tools }: Tools & { readonly next: () => void },
): Promise<LaterScore[] | null> {
  const tallies = matchers.map(() => laterPictures.map(() => ({ later: [0, 0], known: [0, 0] })));
  const strangers = matchers.map((): number[] => []);
  for (const fold of folds) {
    next();
    const found = await nearnessInFold(spec, fold, matchers, tools);
    if (found === null) return null;
    for (const m of matchers.keys()) {
      strangers[m].push(strangersReported(found.before[m], fold));
      for (const [step, byMatcher] of found.after.entries()) count(byMatcher[m], fold, tallies[m][step]);
    }
  }
  return tallies.map((steps, m) => ({
    pictures: laterPictures,
    accuracy: steps.map(({ later: [right, all] }) => right / all),
    knownAccuracy: steps.map(({ known: [right, all] }) => right / all),
    strangers: mean(strangers[m]),
  }));
}

/** The nearness of a fold's held-out pictures by each matcher: to known classes, and for each number of pictures. */
async function nearnessInFold(
  spec: ProjectionSpec,
  { known, later, heldOut }: ClassFold,
  matchers: readonly MatcherSpec[],
  tools: Tools,
): Promise<{ readonly before: OwnAndOtherScores[]; readonly after: OwnAndOtherScores[][] } | null> {
  const learned = labelled(known);
  const projection = await fitProjection(spec, learned, tools);
  if (projection === null) return null;
  const gallery = await enrolEmbedded(emptyGallery(projection, tools.fingerprint), known, tools.product);
  const { enrolled } = enrolledOf(gallery);
  const fitted = matchers.map((matcher) => fittedMatcher(matcher, enrolled));
  const knownLabels = heldOut.labels.map((label) => Math.max(0, learned.classes.indexOf(heldOut.classes[label])));
  const embeddings = await project(projection, heldOut.embeddings, tools.product); // Shared by all galleries.
  const nearnessTo = (grown: Gallery, queries: LabelledEmbeddings) =>
    ownAndOtherScores({ ...queries, embeddings }, { ...grown, projection: plainProjection }, fitted, tools.product);
  const after: OwnAndOtherScores[][] = [];
  for (const [step, pictures] of later.entries()) {
    const isMore = pictures.samples.length > (later[step - 1]?.samples.length ?? 0); // Or no more pictures.
    after.push(
      isMore ? await nearnessTo(await enrolEmbedded(gallery, pictures, tools.product), heldOut) : after[step - 1],
    );
  }
  const strangers = { ...heldOut, labels: knownLabels, classes: learned.classes }; // Their labels do not matter.
  return { before: await nearnessTo(gallery, strangers), after };
}

function strangersReported({ own, other }: OwnAndOtherScores, { heldOut, isLater }: ClassFold): number {
  const best = (later: boolean) =>
    own.map((similarity, i) => Math.max(similarity, other[i])).filter((_, i) => isLater[heldOut.labels[i]] === later);
  return auroc({ known: best(false), strangers: best(true) });
}

/** Adds the correct answers and all answers of a fold to the tally. */
function count(
  { own, other }: OwnAndOtherScores,
  { heldOut, isLater }: ClassFold,
  tally: { readonly later: number[]; readonly known: number[] },
): void {
  heldOut.labels.forEach((label, i) => {
    const counts = isLater[label] ? tally.later : tally.known;
    if (own[i] > other[i]) counts[0]++;
    counts[1]++;
  });
}
