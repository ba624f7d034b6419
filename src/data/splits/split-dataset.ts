import { byCodePoint } from '../../base/hash.ts';
import { random } from '../../base/random.ts';
import { type Part, parts, type Sample } from '../dataset.ts';
import { type Quotas, quotasOf } from './split-quotas.ts';

/** The share of each part, 0 .. 1; they sum to 1, and train is above 0. */
export type Shares = Readonly<Record<Part, number>>;

/** Options of splitting. */
export type SplitOptions = {
  readonly seed: number;
  readonly shares: Shares;
  /** Gives two splits of one data set different draws. */
  readonly purpose?: string;
};

type Label = string | null;

/** Samples that stay in one part, and how many of them have each label. */
type Unit = { readonly members: readonly Sample[]; readonly counts: ReadonlyMap<Label, number> };

/**
 * Assigns each sample to a part; the samples keep their order. The split is stratified: each class has its share of
 * each part, rounded up or down at random, so that the sums over many small classes are right. A class of one picture
 * goes to train, a class of two to train and another part. Samples of one `group` stay in one part; shares are then
 * approximate (greedy, largest groups first). The result depends on seed, paths, labels and groups, not on the order.
 *
 * @example
 * const { samples } = await openDataset('pictures');
 * const parted = splitDataset(samples, { seed: 0, shares: { train: 0.5, val: 0.25, test: 0.25 } });
 * parted.filter(({ part }) => part === 'train').length; // => 8
 */
export function splitDataset(samples: readonly Sample[], { seed, shares, purpose = 'split' }: SplitOptions): Sample[] {
  const draw = random(seed, purpose);
  const sorted = samples.toSorted(bySample);
  const quotas = quotasOf(countsOf(sorted.toSorted(byLabel)), shares, draw);
  const units = draw.shuffle(unitsOf(sorted)).sort((a, b) => b.members.length - a.members.length);
  const placed = new Map<Sample, Part>();
  for (const unit of units) {
    const part = bestPart(unit, quotas, shares);
    for (const sample of unit.members) placed.set(sample, part);
    for (const [label, count] of unit.counts) quotaOf(quotas, label)[part] -= count;
  }
  return samples.map((sample) => ({ ...sample, part: placed.get(sample) ?? 'train' }));
}

/**
 * Splits off a validation set: 20 % of the samples as `val`, or about `most` if that is fewer, the rest as `train`.
 * Used for model selection if the data set has no val part.
 */
export function validationFifth(samples: readonly Sample[], seed: number, most = Number.POSITIVE_INFINITY): Sample[] {
  const val = Math.min(0.2, most / samples.length);
  return splitDataset(samples, { seed, shares: { train: 1 - val, val, test: 0 }, purpose: 'validation' });
}

/** Groups, and samples without a group, in the order of their first member. */
function unitsOf(samples: readonly Sample[]): Unit[] {
  const units = new Map<string | Sample, Sample[]>();
  for (const sample of samples) {
    const key = sample.group ?? sample;
    const unit = units.get(key);
    if (unit === undefined) units.set(key, [sample]);
    else unit.push(sample);
  }
  return Array.from(units.values(), (members) => ({ members, counts: countsOf(members) }));
}

function countsOf(samples: readonly Sample[]): Map<Label, number> {
  const counts = new Map<Label, number>();
  for (const { label } of samples) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}

function bySample(a: Sample, b: Sample): number {
  return byCodePoint(a.path, b.path) || byLabel(a, b) || byCodePoint(a.group ?? '', b.group ?? '');
}

function byLabel(a: Sample, b: Sample): number {
  return byCodePoint(a.label ?? '', b.label ?? '');
}

/** The part whose quotas the unit exceeds least; ties go to the part with most room left, then to the first. */
function bestPart(unit: Unit, quotas: ReadonlyMap<Label, Quotas>, shares: Shares): Part {
  const choices = parts.filter((part) => shares[part] > 0).map((part) => ({ part, ...fitOf(unit, quotas, part) }));
  return choices.reduce((best, next) => (isBetter(next, best) ? next : best)).part;
}

type Fit = { readonly excess: number; readonly room: number };

function isBetter(a: Fit, b: Fit): boolean {
  return a.excess < b.excess || (a.excess === b.excess && a.room > b.room);
}

function fitOf({ counts }: Unit, quotas: ReadonlyMap<Label, Quotas>, part: Part): Fit {
  let excess = 0;
  let room = 0;
  for (const [label, count] of counts) {
    const left = quotaOf(quotas, label)[part];
    excess += Math.max(0, count - Math.max(0, left));
    room += left;
  }
  return { excess, room };
}

function quotaOf(quotas: ReadonlyMap<Label, Quotas>, label: Label): Quotas {
  return quotas.get(label) ?? { train: 0, val: 0, test: 0 };
}
