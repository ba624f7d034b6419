import { DiscernError } from '../base/error.ts';
import { counted, percent } from '../base/figures.ts';
import type { Sample } from '../data/dataset.ts';
import type { Embedded } from '../data/embedded.ts';
import { firstFew } from '../data/first-few.ts';
import type { TwoLabels } from '../data/same-bytes.ts';
import { clusters } from '../metrics/bootstrap.ts';
import type { Interval } from '../metrics/interval.ts';
import { mean } from '../metrics/mean.ts';
import type { Observed } from './observe.ts';
import { type Outcome, rightness } from './outcome.ts';
import { type Resampling, shareInterval } from './share-interval.ts';

/** What keeps figures from meaning what they seem to: the same fields wherever something is measured. */
export type Cautions = {
  /** How many of the pictures measured on were learned from or selected on, byte for byte. */
  readonly seen: number;
  /** Accuracy on the others; null where none was seen, and where nothing else is left. */
  readonly withoutSeen: WithoutSeen | null;
  /** How many strangers were learned from, byte for byte: they are none. */
  readonly seenUnknown: number;
  /** Labels that were not learned; their pictures are left out. */
  readonly unseenLabels: readonly string[];
  /** How many pictures that leaves out. */
  readonly unseenSamples: number;
  /** Labels of which not one picture could be read. */
  readonly lostLabels: readonly string[];
  /** Pictures that lie under several labels byte for byte. */
  readonly twoLabels: readonly TwoLabels[];
};

/** Accuracy on the pictures that were not learned from; null for an approach that is missing. */
export type WithoutSeen = {
  readonly samples: number;
  readonly classifier: Share | null;
  readonly gallery: Share | null;
};

type Share = { readonly accuracy: number; readonly interval: Interval };

/** Nothing to be cautious of. */
export const noCautions: Cautions = {
  seen: 0,
  withoutSeen: null,
  seenUnknown: 0,
  unseenLabels: [],
  unseenSamples: 0,
  lostLabels: [],
  twoLabels: [],
};

/** What was measured on, with the SHA-256 of the bytes of each picture. */
type Measured = {
  readonly observed: Observed;
  readonly known: Pick<Embedded, 'samples' | 'hashes'>;
  readonly unknown: Pick<Embedded, 'hashes'>;
};

/** What figures are to be read with: which of the pictures measured on were learned from, and which were left out. */
export function seenIn(
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

/** The accuracy of both approaches without the pictures at which `isSeen`; null where none or all of them are. */
function withoutSeen(
  { samples, classifier, gallery }: Pick<Observed, 'samples' | 'classifier' | 'gallery'>,
  isSeen: (index: number) => boolean,
  resampling: Resampling = {},
): WithoutSeen | null {
  const left = [...samples.keys()].filter((index) => !isSeen(index));
  if (left.length === 0 || left.length === samples.length) return null;
  const share = (outcomes: readonly Outcome[] | null) =>
    outcomes &&
    shareOf(
      left.map((i) => outcomes[i]),
      resampling,
    );
  return { samples: left.length, classifier: share(classifier), gallery: share(gallery) };
}

function shareOf(outcomes: readonly Outcome[], resampling: Resampling): Share {
  const right = rightness(outcomes);
  const together = clusters(outcomes.map(({ group }) => group));
  return { accuracy: mean(right), interval: shareInterval(right, together, resampling) };
}

/** Throws `empty` where every picture is of a class that was not learned: then nothing can be measured. */
export function requireLearned({ samples, unseenLabels, unseenSamples }: Observed): void {
  if (samples.length > 0 || unseenSamples === 0) return;
  throw new DiscernError('empty', 'none of these pictures is of a class that was learned', {
    given: `${counted(unseenSamples, 'picture')} of ${firstFew(unseenLabels)}`,
    expected: 'pictures of classes that were learned',
    todo: 'see that classes have the same names where they are learned and where they are measured',
  });
}

/** What to beware of, in sentences: pictures that were learned from, and those that could not be measured. */
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

/** Strangers that are none, in a sentence; nothing where all are. */
export function seenUnknownInWords(seen: number): string[] {
  if (seen === 0) return [];
  const were = seen === 1 ? 'was' : 'were';
  return [
    `${counted(seen, 'picture')} of --unknown ${were} learned from, byte for byte: no ${seen === 1 ? 'stranger' : 'strangers'}.`,
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
