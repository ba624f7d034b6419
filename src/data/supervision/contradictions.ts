import type { Annotations } from '../annotations/annotations.ts';
import { backwards, type ChainLink, chainTo, type Reach, reachFrom } from './chains.ts';
import type { Components } from './components.ts';
import type { SameSets } from './same-sets.ts';

/**
 * A contradiction about the pictures `from` and `to`, which are the same by a chain of annotations:
 * `pair`: a pair says that they are different; `triplet`: the negative `to` is the same as the anchor or the positive;
 * `label`: they have different labels.
 */
export type Contradiction = { readonly from: number; readonly to: number } & (
  | { readonly kind: 'pair'; readonly pair: number }
  | { readonly kind: 'triplet'; readonly triplet: number }
  | { readonly kind: 'label'; readonly labels: readonly [string, string]; readonly at: LabelMeeting }
);

/** Where two labels meet: a same-set, its member nearest to one label, and a member nearest to another label. */
export type LabelMeeting = { readonly sameSet: number; readonly near: number; readonly far: number };

/** All contradictions; the chain of each is computed on demand. */
export type Contradictions = {
  /** First pairs, then triplets, both in the order given, then labels. */
  readonly all: readonly Contradiction[];
  /** A shortest chain from `from` to `to`; for labels, the shortest one through the same-set where they meet. */
  chainOf(contradiction: Contradiction): readonly ChainLink[];
};

/**
 * Finds all contradictions, in time linear in the number of annotations. For labels, it lists each same-set at which
 * two labels meet: removing all of them would separate the labels.
 */
export function contradictionsOf(annotations: Annotations, sameSets: SameSets, identities: Components): Contradictions {
  const { labels = [] } = annotations;
  const labelled = labels.flatMap((label, picture) => (label === null ? [] : [picture]));
  const reach = joinsLabels(labels, identities) ? reachFrom(sameSets, labelled) : null;
  return {
    all: [
      ...contradictedPairs(annotations, identities),
      ...contradictedTriplets(annotations, identities),
      ...(reach === null ? [] : meetingLabels(labels, sameSets, reach)),
    ],
    chainOf: (contradiction) => {
      const { from, to } = contradiction;
      if (contradiction.kind === 'label' && reach) return chainThrough(contradiction.at, sameSets, reach);
      return chainTo(sameSets, reachFrom(sameSets, [from], { until: to }), to);
    },
  };
}

function contradictedPairs({ pairs = [] }: Annotations, { of }: Components): Contradiction[] {
  return pairs.flatMap(({ a, b, same }, pair) =>
    same || of[a] !== of[b] ? [] : [{ kind: 'pair', pair, from: a, to: b }],
  );
}

function contradictedTriplets({ triplets = [] }: Annotations, { of }: Components): Contradiction[] {
  return triplets.flatMap(({ anchor, positive, negative }, triplet) => {
    const from = [anchor, positive].find((picture) => of[picture] === of[negative]);
    return from === undefined ? [] : [{ kind: 'triplet', triplet, from, to: negative }];
  });
}

/** Whether any identity has two labels. */
function joinsLabels(labels: readonly (string | null)[], { of }: Components): boolean {
  const labelOf = new Map<number, string>();
  return labels.some((label, picture) => {
    if (label === null) return false;
    const known = labelOf.get(of[picture]);
    labelOf.set(of[picture], label);
    return known !== undefined && known !== label;
  });
}

function meetingLabels(labels: readonly (string | null)[], { members }: SameSets, reach: Reach): Contradiction[] {
  const found: Contradiction[] = [];
  reach.nearestOf.forEach((near, sameSet) => {
    if (near < 0) return;
    for (let at = members.starts[sameSet]; at < members.starts[sameSet + 1]; at++) {
      const far = members.items[at];
      const [from, to] = [reach.source[near], reach.source[far]];
      const [first, second] = [labels[from], labels[to]];
      if (first === second || first === null || second === null) continue;
      found.push({ kind: 'label', labels: [first, second], from, to, at: { sameSet, near, far } });
    }
  });
  return found;
}

function chainThrough({ sameSet, near, far }: LabelMeeting, sameSets: SameSets, reach: Reach): ChainLink[] {
  return [
    ...chainTo(sameSets, reach, near),
    { from: near, to: far, because: sameSets.annotationOf(sameSet) },
    ...backwards(chainTo(sameSets, reach, far)),
  ];
}
