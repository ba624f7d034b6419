import type { Prediction } from '../base/prediction.ts';
import type { Sample } from '../data/dataset.ts';
import { membersByValue } from '../data/members-by-value.ts';
import { clusters } from '../metrics/bootstrap.ts';
import type { Interval } from '../metrics/interval.ts';
import { mean } from '../metrics/mean.ts';
import type { GroupPrediction } from '../pooling/open-groups.ts';
import { drawsInterval } from './draws-interval.ts';
import { correctness, isCorrect, type LabelledPrediction } from './labelled-prediction.ts';
import { measureGalleryUnknown, measureUnknown } from './measure-approach.ts';
import type { GalleryUnknownScores, UnknownScores } from './results.ts';
import { type Resampling, shareInterval } from './share-interval.ts';

/** Pictures of one thing, by their indices among the measured ones; `label` is null for strangers. */
export type ThingGroup = { readonly label: string | null; readonly members: readonly number[] };

/** Predictions for groups, and for each of their pictures alone, in the order of the members. */
export type GroupOutcome = ThingGroup & {
  readonly together: GroupPrediction;
  readonly alone: readonly Pick<GroupPrediction, 'classifier' | 'gallery'>[];
};

/** How well an approach names things of which there are several pictures. */
export type TogetherScores = {
  /** Share of the groups whose best class is the true one, with its 95 % interval. */
  readonly accuracy: number;
  readonly interval: Interval;
  /** The same share of the groups' pictures, one by one; each group counts as one. */
  readonly alone: number;
  /** Accuracy minus `alone`: paired, with a bootstrap of the groups. */
  readonly difference: { readonly accuracy: number; readonly interval: Interval };
};

/** The same for the gallery, with its threshold for so many pictures. */
export type GalleryTogetherScores = TogetherScores & {
  readonly accepted: number;
  readonly acceptedAccuracy: number | null;
};

/** Known things against unknown ones. `alone`: their pictures, one by one. */
export type UnknownTogether = {
  readonly groups: number;
  /** What made the groups of strangers. */
  readonly by: 'folder' | 'scene';
  readonly classifier: (UnknownScores & { readonly alone: UnknownScores }) | null;
  readonly gallery: (GalleryUnknownScores & { readonly alone: GalleryUnknownScores }) | null;
};

/** Both approaches on several pictures of one thing; null for an approach that is missing. */
export type TogetherResult = {
  /** Pictures of each group; null where the data set's own groups were measured. */
  readonly pictures: number | null;
  readonly groups: number;
  /** Pictures that were taken for outliers in their group. */
  readonly outliers: number;
  /** Pictures that are in no group, as their class has too few. */
  readonly leftOut: number;
  readonly classifier: TogetherScores | null;
  readonly gallery: GalleryTogetherScores | null;
  /** Null without strangers. */
  readonly unknown: UnknownTogether | null;
};

/** The groups of a data set, one for each label in it; pictures without a group are left out. */
export function ownGroups(samples: readonly Sample[]): ThingGroup[] {
  const keys = samples.map(({ group, label }) => (group === null ? null : JSON.stringify([group, label])));
  return [...membersByValue(keys).values()].map((members) => ({ label: samples[members[0]].label, members }));
}

/** Measures known groups, of which there is at least one, and groups of strangers. */
export function measureTogether(
  {
    known,
    strangers,
    by,
  }: {
    readonly known: readonly GroupOutcome[];
    readonly strangers: readonly GroupOutcome[];
    readonly by: UnknownTogether['by'];
  },
  resampling: Resampling = {},
): Pick<TogetherResult, 'groups' | 'outliers' | 'classifier' | 'gallery' | 'unknown'> {
  const [classifier, gallery] = (['classifier', 'gallery'] as const).map((name) => ofApproach(known, name));
  const [ofClassifier, ofGallery] = (['classifier', 'gallery'] as const).map((name) => ofApproach(strangers, name));
  return {
    groups: known.length,
    outliers: known.reduce((sum, { together }) => sum + together.outliers.length, 0),
    classifier: classifier && scoresOf(classifier, resampling),
    gallery: gallery && { ...scoresOf(gallery, resampling), ...acceptedOf(gallery) },
    unknown:
      strangers.length === 0
        ? null
        : {
            groups: strangers.length,
            by,
            classifier: classifier && ofClassifier && unknownOf(classifier, ofClassifier, measureUnknown),
            gallery: gallery && ofGallery && unknownOf(gallery, ofGallery, measureGalleryUnknown),
          },
  };
}

/** The predictions of one approach: for each group, and for each picture of it. */
type Predicted = { readonly together: LabelledPrediction[]; readonly alone: LabelledPrediction[][] };

/** Null if the approach is missing. */
function ofApproach(outcomes: readonly GroupOutcome[], name: 'classifier' | 'gallery'): Predicted | null {
  const predicted: Predicted = { together: [], alone: [] };
  for (const { label, together, alone } of outcomes) {
    const labelled = (prediction: Prediction) => ({ truth: label ?? '', group: null, prediction });
    const [whole, each] = [together[name], alone.flatMap((picture) => picture[name] ?? [])];
    if (whole === null) return null;
    predicted.together.push(labelled(whole));
    predicted.alone.push(each.map(labelled));
  }
  return predicted;
}

function scoresOf({ together, alone }: Predicted, resampling: Resampling): TogetherScores {
  const right = correctness(together);
  const shares = alone.map((pictures) => mean(pictures.map((picture) => (isCorrect(picture) ? 1 : 0))));
  const singles = clusters(together.map(() => null));
  const differences = shares.map((share, index) => right[index] - share);
  return {
    accuracy: mean(right),
    interval: shareInterval(right, singles, resampling),
    alone: mean(shares),
    difference: {
      accuracy: mean(differences),
      interval: drawsInterval([differences], singles, { seed: resampling.seed ?? 0, kind: 'difference' }),
    },
  };
}

function acceptedOf({ together }: Predicted) {
  const accepted = together.filter(({ prediction }) => prediction.known);
  const right = accepted.filter(isCorrect).length;
  return {
    accepted: accepted.length / together.length,
    acceptedAccuracy: accepted.length === 0 ? null : right / accepted.length,
  };
}

function unknownOf<Scores>(
  known: Predicted,
  strangers: Predicted,
  measure: (known: readonly LabelledPrediction[], strangers: readonly Prediction[]) => Scores,
): Scores & { readonly alone: Scores } {
  const predictions = (outcomes: readonly LabelledPrediction[]) => outcomes.map(({ prediction }) => prediction);
  return {
    ...measure(known.together, predictions(strangers.together)),
    alone: measure(known.alone.flat(), predictions(strangers.alone.flat())),
  };
}
