import { type Bet, betsOnBoth, betsOnLow, betsOnShare, startingWealth, wealthAfter } from './bets.ts';
import { conformalRanks, conformalShare } from './conformal-ranks.ts';
import type { DriftReference, DriftState, ProcessName, Wealth } from './drift-record.ts';
import { type FeatureName, featureNames, features, type Observation } from './features.ts';
import { logSumExp } from './log-sum-exp.ts';

/** One sequence of p-values and the bets on it. */
export type Process = {
  readonly name: ProcessName;
  readonly label: string | null;
  /** Its share of the money of the whole test, 0..1; the shares sum to 1. */
  readonly weight: number;
  /** Ranks a picture and bets, if the picture has what the process is about. `draw` is uniform in 0..1. */
  take(observation: Observation, draw: () => number): void;
  /** Logarithm of the present wealth of all bets together. */
  logWealth(): number;
  wealth(): Wealth;
};

/** The shares of the money for the shares of the classes, and for the similarity within them. */
const [sharesWeight, similaritiesWeight] = [0.4, 0.1];

/** Options of the processes. */
export type ProcessOptions = {
  /** Whether other shares of the classes are no drift. The processes about them then do not bet. */
  readonly anyMix: boolean;
};

/** All processes of a test, as far as its state has come. Every observation needs a label of the reference. */
export function openProcesses(reference: DriftReference, state: DriftState, { anyMix }: ProcessOptions): Process[] {
  const measured = featureNames.filter((name) => (reference.features[name]?.length ?? 0) > 0);
  const classes = [...new Set(reference.labels)].sort();
  const weight = (1 - sharesWeight - similaritiesWeight) / measured.length;
  const part = (whole: number) => whole / classes.length;
  const open = (name: ProcessName, label: string | null, share: number, bet: Betting) =>
    processOf(name, label, share, bet, state);
  return [
    ...measured.map((name) => open(name, null, weight, featureBetting(name, reference, state))),
    ...classes.map((label) =>
      open('classShare', label, part(sharesWeight), shareBetting(label, reference, state, anyMix)),
    ),
    ...classes.map((label) =>
      open('classSimilarity', label, part(similaritiesWeight), scoreBetting(label, reference, state)),
    ),
  ];
}

/** The bets before a picture, and its p-value; null where the picture is not of this process. */
type Betting = {
  readonly count: number;
  next(observation: Observation, draw: () => number): { readonly bets: readonly Bet[]; readonly p: number } | null;
};

function processOf(
  name: ProcessName,
  label: string | null,
  weight: number,
  betting: Betting,
  { wealth }: DriftState,
): Process {
  const before = wealth.find((each) => each.name === name && each.label === label);
  let bets = before?.bets.length === betting.count + 1 ? before.bets : startingWealth(betting.count);
  let most = before?.most ?? 0;
  return {
    name,
    label,
    weight,
    take(observation, draw) {
      const next = betting.next(observation, draw);
      if (next === null) return;
      bets = wealthAfter(bets, next.bets, next.p);
      most = Math.max(most, logSumExp(bets));
    },
    logWealth: () => logSumExp(bets),
    wealth: () => ({ name, label, bets, most }),
  };
}

function featureBetting(name: FeatureName, reference: DriftReference, state: DriftState): Betting {
  const values = [...(reference.features[name] ?? []), ...(state.features[name] ?? [])];
  const { direction } = features[name];
  if (direction === 'share') {
    const share = conformalShare(values.filter((value) => value === 1).length, values.length);
    return sharing(share, false, ({ values: { [name]: value } }) => (value === undefined ? null : value === 1));
  }
  const ranks = conformalRanks(values);
  const bets = direction === 'either' ? betsOnBoth : betsOnLow;
  return {
    count: bets.length,
    next: ({ values: { [name]: value } }, draw) =>
      value === undefined ? null : { bets, p: ranks.next(value, draw()) },
  };
}

function shareBetting(label: string, reference: DriftReference, state: DriftState, isOff: boolean): Betting {
  const labels = [...reference.labels, ...state.labels];
  const share = conformalShare(labels.filter((each) => each === label).length, labels.length);
  return sharing(share, true, (observation) => (isOff ? null : observation.label === label));
}

function sharing(
  share: ReturnType<typeof conformalShare>,
  alsoRarer: boolean,
  has: (observation: Observation) => boolean | null,
): Betting {
  return {
    count: betsOnShare(0.5, alsoRarer).length,
    next(observation, draw) {
      const found = has(observation);
      if (found === null) return null;
      const bets = betsOnShare(share.expected(), alsoRarer);
      return { bets, p: share.next(found, draw()) };
    },
  };
}

/** The score among pictures that are nearest to the same class, so that easier classes do not hide it. */
function scoreBetting(label: string, reference: DriftReference, state: DriftState): Betting {
  const scores = [scoresIn(reference, label), scoresIn(state, label)].flat();
  const ranks = conformalRanks(scores);
  return {
    count: betsOnLow.length,
    next: (observation, draw) => {
      const score = observation.values.similarity ?? observation.values.probability;
      if (observation.label !== label || score === undefined) return null;
      return { bets: betsOnLow, p: ranks.next(score, draw()) };
    },
  };
}

function scoresIn({ labels, features: { similarity, probability } }: DriftReference, label: string): number[] {
  const scores = similarity ?? probability ?? [];
  return labels.flatMap((each, index) => (each === label && index < scores.length ? [scores[index]] : []));
}
