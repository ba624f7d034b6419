import { mapNames } from './map-names.ts';

/** What a reader must know of a metric to understand its numbers. */
export type MetricDescription = {
  readonly title: string;
  /** One sentence for people who have never met the metric. */
  readonly meaning: string;
  /** The value on perfect outcomes. */
  readonly best: number;
  /** The other end of the range. */
  readonly worst: number;
  /** How to write it: a share in percent, or a plain number. */
  readonly unit: 'share' | 'number';
};

/** A metric: a function from evidence to one number, with properties that describe it. */
export type Metric<Evidence> = ((evidence: Evidence) => number) & MetricDescription;

/** What a metric declares. It may leave out what holds of most: a share whose best value is 1 and worst 0. */
export type MetricOptions = Pick<MetricDescription, 'title' | 'meaning'> & Partial<MetricDescription>;

/**
 * Declares a metric: `const accuracy = metric<Answers>({ title, meaning }, ({ truth, answers }) => ...)`. Without
 * further options it is a share, 1 at best and 0 at worst.
 */
export function metric<Evidence>(
  { title, meaning, best = 1, worst = 0, unit = 'share' }: MetricOptions,
  value: (evidence: Evidence) => number,
): Metric<Evidence> {
  return Object.assign((evidence: Evidence) => value(evidence), { title, meaning, best, worst, unit });
}

/** One number for each metric of a catalogue. */
export type Scores<Catalogue> = { readonly [Name in keyof Catalogue]: number };

/** Computes every metric of a catalogue from the same evidence. */
export function computeAll<Evidence, Name extends string>(
  measures: Readonly<Record<Name, Metric<Evidence>>>,
  evidence: Evidence,
): Readonly<Record<Name, number>> {
  return mapNames(measures, (measure) => measure(evidence));
}
