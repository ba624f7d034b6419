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
  unseenLabels: [],
  unseenSamples: 0,
  lostLabels: [],
  twoLabels: [],
};

/** What `observed` is to be read with: which of its pictures, by the SHA-256 of their bytes, were learned from. */
export function seenIn(
  observed: Observed,
  { samples, hashes }: Pick<Embedded, 'samples' | 'hashes'>,
  isLearned: (hash: string) => boolean,
  resampling: Resampling = {},
): Pick<Cautions, 'seen' | 'withoutSeen' | 'unseenLabels' | 'unseenSamples'> {
  const learned = new Set<Sample>(samples.filter((_, index) => isLearned(hashes[index])));
  const isSeen = (index: number) => learned.has(observed.samples[index]);
  const { unseenLabels, unseenSamples } = observed;
  const seen = observed.samples.filter((_, index) => isSeen(index)).length;
  return { seen, withoutSeen: withoutSeen(observed, isSeen, resampling), unseenLabels, unseenSamples };
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
    ...(unseenLabels.length > 0
      ? [`Left out: ${counted(unseenSamples, 'picture')} of ${classes} not learned: ${firstFew(unseenLabels)}.`]
      : []),
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
