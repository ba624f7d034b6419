import type { NumberedPair } from '../data/annotations/annotations.ts';
import type { Components } from '../data/annotations/components.ts';
import type { ApartBy } from '../data/annotations/hold-out-annotated.ts';
import { identityFolds } from '../data/annotations/identity-folds.ts';

/**
 * Pairs that are asked in a space which was learned from the pictures `learned`, among which neither of their
 * identities is.
 */
export type VerificationRound = { readonly learned: readonly number[]; readonly asked: readonly NumberedPair[] };

/** What is asked, and what keeps it apart from what is learned. */
export type VerificationRounds = {
  readonly rounds: readonly VerificationRound[];
  /**
   * `turns`: each identity is held out in its turn; `identities`, `pictures`: what was never learned is asked, once.
   */
  readonly apart: 'turns' | ApartBy;
};

/** Five folds by two: every round learns from three fifths of the pictures. */
const mostFolds = 5;

/** With fewer pairs of a kind nothing can be said of it. */
export const leastOfKind = 4;

/**
 * Parts pairs into what is learned from and what is asked. Where no picture `isLearned` already, identities fall into
 * folds, and every pair is asked once, in a round that learns from neither of its folds. Else what lies apart from
 * those learned is asked: whole identities, or, where these leave fewer than four pairs of a kind, pictures. Null where
 * there are fewer still. `together` are the pictures that never lie on both sides.
 */
export function verificationRounds(
  pairs: readonly NumberedPair[],
  together: Components,
  isLearned: (picture: number) => boolean,
  seed: number,
): VerificationRounds | null {
  const pictures = Array.from(together.of, (_, picture) => picture);
  const learned = pictures.filter(isLearned);
  if (learned.length === 0) return isEnough(pairs) ? { rounds: byTurns(pairs, together, seed), apart: 'turns' } : null;
  const known = new Set(learned.map((picture) => together.of[picture]));
  const isKnown = (picture: number) => known.has(together.of[picture]);
  const attempts = [
    ['identities', isKnown],
    ['pictures', isLearned],
  ] as const;
  for (const [apart, isTaken] of attempts) {
    const asked = pairs.filter(({ a, b }) => !isTaken(a) && !isTaken(b));
    if (isEnough(asked)) return { rounds: [{ learned: pictures.filter(isTaken), asked }], apart };
  }
  return null;
}

/** Whether there are pairs of both kinds that something can be said by. */
export function isEnough(pairs: readonly NumberedPair[]): boolean {
  const same = pairs.filter((pair) => pair.same).length;
  return Math.min(same, pairs.length - same) >= leastOfKind;
}

/** A pair within one fold is asked with the fold that follows. */
function byTurns(pairs: readonly NumberedPair[], together: Components, seed: number): VerificationRound[] {
  const folds = Math.min(mostFolds, together.count);
  const foldOf = identityFolds(together, folds, seed);
  const rounds = new Map<string, { out: readonly number[]; asked: NumberedPair[] }>();
  for (const pair of pairs) {
    const [first, second] = [foldOf[pair.a], foldOf[pair.b]];
    const out = [first, first === second ? (first + 1) % folds : second].sort((a, b) => a - b);
    const round = rounds.get(out.join(' '));
    if (round === undefined) rounds.set(out.join(' '), { out, asked: [pair] });
    else round.asked.push(pair);
  }
  const pictures = Array.from(foldOf, (_, picture) => picture);
  return Array.from(rounds.values(), ({ out, asked }) => ({
    learned: pictures.filter((picture) => !out.includes(foldOf[picture])),
    asked,
  }));
}
