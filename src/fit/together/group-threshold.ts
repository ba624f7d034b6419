/** A score of a group, and the unit that it is drawn from: all groups of a unit count as much as one. */
export type UnitScore = { readonly score: number; readonly unit: string };

/** Scores of groups of one size: of known classes (`own`), and of strangers; these may be missing. */
export type GroupScores = { readonly own: readonly UnitScore[]; readonly strangers: readonly UnitScore[] };

/**
 * The threshold for groups that means what `value` means for single pictures. There, `value` refuses a share of one's
 * own and accepts a share of strangers; the threshold for groups lowers both shares by the same factor, whatever rule
 * chose `value`. So it keeps the balance, and each promise that `value` keeps. Without strangers it refuses the same
 * share of one's own. Shares count units alike, half a unit added to each side, so that none is 0.
 */
export function groupThreshold(value: number, single: GroupScores, groups: GroupScores): number {
  const wanted = imbalanceAt(value, single);
  const weighted = weightedScores(groups);
  const counts = unitCounts(groups);
  let [refused, accepted, previous] = [0, 1, Number.NEGATIVE_INFINITY];
  for (const { score, own, stranger } of weighted) {
    if (imbalance(refused, accepted, counts) >= wanted) return between(previous, score);
    refused += own;
    accepted -= stranger;
    previous = score;
  }
  return previous;
}

/** Log of the share of one's own that is refused at `value`, minus log of the share of strangers that is accepted. */
function imbalanceAt(value: number, scores: GroupScores): number {
  let [refused, accepted] = [0, 1];
  for (const { score, own, stranger } of weightedScores(scores)) {
    if (score >= value) break;
    refused += own;
    accepted -= stranger;
  }
  return imbalance(refused, accepted, unitCounts(scores));
}

type UnitCounts = { readonly own: number; readonly strangers: number };

function imbalance(refused: number, accepted: number, { own, strangers }: UnitCounts): number {
  const log = (share: number, units: number) => Math.log((share * units + 0.5) / (units + 1));
  return log(refused, own) - (strangers > 0 ? log(accepted, strangers) : 0);
}

/** All scores, ascending, each with its share of one's own or of the strangers. */
function weightedScores({ own, strangers }: GroupScores) {
  const shares = (scores: readonly UnitScore[]) => {
    const counts = countsOf(scores);
    return ({ unit }: UnitScore) => 1 / (counts.size * (counts.get(unit) ?? 1));
  };
  const [ofOwn, ofStrangers] = [shares(own), shares(strangers)];
  return [
    ...own.map((each) => ({ score: each.score, own: ofOwn(each), stranger: 0 })),
    ...strangers.map((each) => ({ score: each.score, own: 0, stranger: ofStrangers(each) })),
  ].sort((a, b) => a.score - b.score);
}

function unitCounts({ own, strangers }: GroupScores): UnitCounts {
  return { own: countsOf(own).size, strangers: countsOf(strangers).size };
}

function countsOf(scores: readonly UnitScore[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { unit } of scores) counts.set(unit, (counts.get(unit) ?? 0) + 1);
  return counts;
}

function between(low: number, high: number): number {
  return Number.isFinite(low) ? (low + high) / 2 : high;
}
