import { DiscernError } from '../base/error.ts';
import { counted, percent } from '../base/figures.ts';
import type { Sample } from '../data/dataset.ts';
import type { TwoLabels } from '../data/duplicates/same-bytes.ts';
import type { Embedded } from '../data/embedding/embedded.ts';
import { firstFew } from '../data/first-few.ts';
import { clusters } from '../metrics/bootstrap.ts';
import type { Interval } from '../metrics/interval.ts';
import { mean } from '../metrics/mean.ts';
import { correctness, type LabelledPrediction } from './labelled-prediction.ts';
import type { Observed } from './observe.ts';
import { type Resampling, shareInterval } from './share-interval.ts';

/** Reasons to distrust the figures. Every command that measures reports the same fields. */
export type Cautions = {
  /** How many measured pictures were used for training or selection, byte for byte. */
  readonly seen: number;
  /** Accuracy on the other pictures; null if no picture, or every picture, was seen. */
  readonly withoutSeen: WithoutSeen | null;
  /** How many pictures of strangers were used for training, byte for byte: they are no strangers. */
  readonly seenUnknown: number;
  /** Labels that were not learned; their pictures are left out. */
  readonly unseenLabels: readonly string[];
  /** How many pictures are left out for that. */
  readonly unseenSamples: number;
  /** Labels of which no picture could be read. */
  readonly lostLabels: readonly string[];
  /** Pictures that occur under several labels, byte for byte. */
  readonly twoLabels: readonly TwoLabels[];
};

/** Accuracy on the pictures that were not learned from; null if the approach is missing. */
export type WithoutSeen = {
  readonly samples: number;
  readonly classifier: Share | null;
  readonly gallery: Share | null;
};

type Share = { readonly accuracy: number; readonly interval: Interval };

/** No caution. */
export const noCautions: Cautions = {
  seen: 0,
  withoutSeen: null,
  seenUnknown: 0,
  unseenLabels: [],
  unseenSamples: 0,
  lostLabels: [],
  twoLabels: [],
};

/** What was measured, with the SHA-256 of the bytes of each picture. */
type Measured = {
  readonly observed: Observed;
  readonly known: Pick<Embedded, 'samples' | 'hashes'>;
  readonly unknown: Pick<Embedded, 'hashes'>;
};

/** Finds the measured pictures and strangers that were learned from, and the labels that were not learned. */
export function overlapWithTraining(
  { observed, known: { samples, hashes }, unknown }: Measured,
  isLearned: (hash: string) => boolean,
  resampling: Resampling = {},
): Omit<Cautions, 'lostLabels' | 'twoLabels'> {
  const learned = new Set<Sample>(samples.filter((_, index) => isLearned(hashes[index])));
  const isSeen = (index: number) => learned.has(observed.samples[index]);
  const { unseenLabels, unseenSamples } = observed;
  const seen = observed.samples.filter((_, index) => isSeen(index)).length;
  const seenUnknown = unknown.hashes.filter(isLearned).length;
  return { seen, withoutSeen: withoutSeen(observed, isSeen, resampling), seenUnknown, unseenLabels, unseenSamples };
}

/** Accuracy of both approaches on the pictures that are not `isSeen`; null if none or all of them are. */
function withoutSeen(
  { samples, classifier, gallery }: Pick<Observed, 'samples' | 'classifier' | 'gallery'>,
  isSeen: (index: number) => boolean,
  resampling: Resampling = {},
): WithoutSeen | null {
  const left = [...samples.keys()].filter((index) => !isSeen(index));
  if (left.length === 0 || left.length === samples.length) return null;
  const share = (outcomes: readonly LabelledPrediction[] | null) =>
    outcomes &&
    shareOf(
      left.map((i) => outcomes[i]),
      resampling,
    );
  return { samples: left.length, classifier: share(classifier), gallery: share(gallery) };
}

function shareOf(outcomes: readonly LabelledPrediction[], resampling: Resampling): Share {
  const right = correctness(outcomes);
  const together = clusters(outcomes.map(({ group }) => group));
  return { accuracy: mean(right), interval: shareInterval(right, together, resampling) };
}

/** Throws `empty` if every picture is of a class that was not learned, so that nothing can be measured. */
export function requireLearned({ samples, unseenLabels, unseenSamples }: Observed): void {
  if (samples.length > 0 || unseenSamples === 0) return;
  throw new DiscernError('empty', 'none of these pictures is of a class that was learned', {
    given: `${counted(unseenSamples, 'picture')} of ${firstFew(unseenLabels)}`,
    expected: 'pictures of classes that were learned',
    todo: 'give each class the same name for training and for measuring',
  });
}

/** The cautions in sentences: pictures that were learned from, and pictures that could not be measured. */
export function cautionsInWords(result: Cautions): string[] {
  const { unseenLabels, unseenSamples } = result;
  const classes = unseenLabels.length === 1 ? 'a class that was' : 'classes that were';
  return [
    ...seenInWords(result),
    ...seenUnknownInWords(result.seenUnknown),
    ...(unseenLabels.length > 0
      ? [`Left out: ${counted(unseenSamples, 'picture')} of ${classes} not learned: ${firstFew(unseenLabels)}.`]
      : []),
  ];
}

/** A sentence about strangers that were learned from; empty if there are none. */
export function seenUnknownInWords(seen: number): string[] {
  if (seen === 0) return [];
  const were = seen === 1 ? 'was' : 'were';
  return [
    `${counted(seen, 'picture')} of --unknown ${were} learned from, byte for byte: ` +
      `no ${seen === 1 ? 'stranger' : 'strangers'}.`,
  ];
}

function seenInWords({ seen, withoutSeen: others }: Cautions): string[] {
  if (seen === 0) return [];
  if (others === null) return [`All ${counted(seen, 'picture')} of these were learned from: this is no test.`];
  const both = (['classifier', 'gallery'] as const).flatMap((name) => {
    const share = others[name];
    return share === null ? [] : [`${name} ${percent(share.accuracy)}`];
  });
  const those = `${counted(seen, 'picture')} of these ${seen === 1 ? 'was' : 'were'} learned from`;
  return [`${those}; accuracy on the other ${others.samples}: ${both.join(', ')}.`];
}
