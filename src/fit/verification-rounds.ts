import type { NumberedPair } from '../data/annotations/annotations.ts';
import type { ApartBy } from '../data/annotations/hold-out-annotated.ts';
import { identityFolds } from '../data/annotations/identity-folds.ts';
import type { Components } from '../data/supervision/components.ts';

/** Pairs (`asked`) to measure in a space fitted to the pictures `learned`, which contain none of their identities. */
export type VerificationRound = { readonly learned: readonly number[]; readonly asked: readonly NumberedPair[] };

/** The rounds, and what separates measured pairs from training pictures. */
export type VerificationRounds = {
  readonly rounds: readonly VerificationRound[];
  /** `turns`: each identity is held out in turn; `identities`, `pictures`: one round with those never trained on. */
  readonly apart: 'turns' | ApartBy;
};

/** Five folds, two of them held out per round: every round trains on three fifths of the pictures. */
const maxFolds = 5;

/** The least number of pairs of each kind. */
export const minPerKind = 4;

/**
 * Divides pairs into rounds of training pictures and measured pairs. If the embedder was trained on none of the
 * pictures (`isLearned`), identities are divided into folds, and each pair is measured once, in a round that trains on
 * neither of its folds. Otherwise one round measures pairs of untrained identities, or, with fewer than four pairs of a
 * kind, of untrained pictures. Null if there are still fewer. Pictures of one component of `together` stay on one side.
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

/** Whether there are enough pairs of both kinds. */
export function isEnough(pairs: readonly NumberedPair[]): boolean {
  const same = pairs.filter((pair) => pair.same).length;
  return Math.min(same, pairs.length - same) >= minPerKind;
}

/** One round per pair of folds; a pair within one fold is measured with the next fold held out too. */
function byTurns(pairs: readonly NumberedPair[], together: Components, seed: number): VerificationRound[] {
  const folds = Math.min(maxFolds, together.count);
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
