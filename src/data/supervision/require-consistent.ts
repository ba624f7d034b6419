import { DiscernError } from '../../base/error.ts';
import { counted } from '../../base/figures.ts';
import type { ChainLink } from './chains.ts';
import type { Contradiction } from './contradictions.ts';
import type { Supervision } from './supervision.ts';

/** A contradiction as a command prints it, with the names of pictures instead of their indices. */
export type ContradictionRecord = {
  readonly kind: Contradiction['kind'];
  readonly from: string;
  readonly to: string;
  /** The annotation by which they are different, in words. */
  readonly claim: string;
  /** The shortest chain of annotations by which they are the same. */
  readonly chain: readonly { readonly from: string; readonly to: string; readonly because: string }[];
};

type NameOf = (picture: number) => string;

const byNumber: NameOf = (picture) => `picture ${picture}`;

/** The first `most` contradictions as records: finding one chain may take as long as reading all annotations. */
export function contradictionRecords(
  supervision: Supervision,
  nameOf: NameOf = byNumber,
  most = 100,
): ContradictionRecord[] {
  return supervision.contradictions.slice(0, most).map((contradiction) => ({
    kind: contradiction.kind,
    from: nameOf(contradiction.from),
    to: nameOf(contradiction.to),
    claim: claimOf(supervision, contradiction, nameOf),
    chain: supervision.chainOf(contradiction).map((link) => ({
      from: nameOf(link.from),
      to: nameOf(link.to),
      because: reasonOf(link),
    })),
  }));
}

/** A record as a sentence: the claim, then the chain that contradicts it. */
export function contradictionSentence({ from, claim, chain }: ContradictionRecord): string {
  if (chain.length === 0) return `${claim}, but this is one picture`;
  return `${claim}, but ${from}${chain.map(({ to, because }) => ` = ${to} (${because})`).join('')}`;
}

/**
 * Throws `contradiction` if the annotations contradict each other. The text names the first 5 contradictions with their
 * chains; `evidence` has the first 100 as records.
 */
export function requireConsistent(supervision: Supervision, nameOf: NameOf = byNumber): void {
  const count = supervision.contradictions.length;
  if (count === 0) return;
  const records = contradictionRecords(supervision, nameOf);
  const reported = records.slice(0, 5).map(contradictionSentence);
  const more = count > reported.length ? [`and ${count - reported.length} more`] : [];
  throw new DiscernError('contradiction', `the annotations contradict each other in ${counted(count, 'place')}`, {
    given: [...reported, ...more].join('; '),
    expected: 'labels, pairs, groups and triplets that can all be true',
    todo: 'in each chain, remove or correct the wrong annotation',
    evidence: records,
  });
}

function claimOf({ annotations }: Supervision, contradiction: Contradiction, nameOf: NameOf): string {
  const [from, to] = [nameOf(contradiction.from), nameOf(contradiction.to)];
  switch (contradiction.kind) {
    case 'pair':
      return `a pair says that ${from} and ${to} are different`;
    case 'label':
      return `${from} has the label ${contradiction.labels[0]} and ${to} ${contradiction.labels[1]}`;
    case 'triplet': {
      const { anchor, positive } = (annotations.triplets ?? [])[contradiction.triplet];
      return `a triplet says that ${nameOf(anchor)} is nearer to ${nameOf(positive)} than to ${to}`;
    }
  }
}

function reasonOf({ because }: ChainLink): string {
  switch (because.kind) {
    case 'pair':
      return 'a pair says they are the same';
    case 'group':
      return `both in group ${because.group}`;
    case 'label':
      return `both labelled ${because.label}`;
  }
}
