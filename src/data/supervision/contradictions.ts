import type { Bonds } from './bonds.ts';
import { backwards, type ChainLink, chainTo, type Reach, reachFrom } from './chains.ts';
import type { Components } from './components.ts';
import type { Statements } from './statements.ts';

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
export type LabelMeeting = { readonly bond: number; readonly near: number; readonly far: number };

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
export function contradictionsOf(statements: Statements, bonds: Bonds, identities: Components): Contradictions {
  const { labels = [] } = statements;
  const labelled = labels.flatMap((label, picture) => (label === null ? [] : [picture]));
  const reach = joinsLabels(labels, identities) ? reachFrom(bonds, labelled) : null;
  return {
    all: [
      ...contradictedPairs(statements, identities),
      ...contradictedTriplets(statements, identities),
      ...(reach === null ? [] : meetingLabels(labels, bonds, reach)),
    ],
    chainOf: (contradiction) => {
      const { from, to } = contradiction;
      if (contradiction.kind === 'label' && reach) return chainThrough(contradiction.at, bonds, reach);
      return chainTo(bonds, reachFrom(bonds, [from], { until: to }), to);
    },
  };
}

function contradictedPairs({ pairs = [] }: Statements, { of }: Components): Contradiction[] {
  return pairs.flatMap(({ a, b, same }, pair) =>
    same || of[a] !== of[b] ? [] : [{ kind: 'pair', pair, from: a, to: b }],
  );
}

function contradictedTriplets({ triplets = [] }: Statements, { of }: Components): Contradiction[] {
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

function meetingLabels(labels: readonly (string | null)[], { members }: Bonds, reach: Reach): Contradiction[] {
  const found: Contradiction[] = [];
  reach.nearestOf.forEach((near, bond) => {
    if (near < 0) return;
    for (let at = members.starts[bond]; at < members.starts[bond + 1]; at++) {
      const far = members.items[at];
      const [from, to] = [reach.source[near], reach.source[far]];
      const [first, second] = [labels[from], labels[to]];
      if (first === second || first === null || second === null) continue;
      found.push({ kind: 'label', labels: [first, second], from, to, at: { bond, near, far } });
    }
  });
  return found;
}

function chainThrough({ bond, near, far }: LabelMeeting, bonds: Bonds, reach: Reach): ChainLink[] {
  return [
    ...chainTo(bonds, reach, near),
    { from: near, to: far, because: bonds.statementOf(bond) },
    ...backwards(chainTo(bonds, reach, far)),
  ];
}
