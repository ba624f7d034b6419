import type { Annotations } from './annotations.ts';
import { backwards, type ChainLink, chainTo, type Reach, reachFrom } from './chains.ts';
import type { Components } from './components.ts';
import type { SameSets } from './same-sets.ts';

/**
 * What cannot all be true, of the pictures `from` and `to`, which a chain of statements makes the same:
 * `pair`: a pair says that they are different; `triplet`: its negative, `to`, is the same as its anchor or as its positive;
 * `label`: they have two labels.
 */
export type Contradiction = { readonly from: number; readonly to: number } & (
  | { readonly kind: 'pair'; readonly pair: number }
  | { readonly kind: 'triplet'; readonly triplet: number }
  | { readonly kind: 'label'; readonly labels: readonly [string, string]; readonly at: LabelMeeting }
);

/** Where two labels meet: a bond, its member nearest to a label, and a member that is nearest to another one. */
export type LabelMeeting = { readonly sameSet: number; readonly near: number; readonly far: number };

/** Contradictions, and what each one's chain is worked out from when somebody asks. */
export type Contradictions = {
  /** Pairs, then triplets, in the order given, then labels. */
  readonly all: readonly Contradiction[];
  /** A shortest chain from `from` to `to`; for labels the shortest between any two of them through the place they meet. */
  chainOf(contradiction: Contradiction): readonly ChainLink[];
};

/**
 * Everything that contradicts itself, in time linear in the statements. Of labels, each statement at which two of them meet
 * is listed: without those no label would reach another one.
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

/** Whether some identity has two labels. */
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
