import { mapNames } from './map-names.ts';

/** What people must know about a measure to read its numbers. */
export type Described = {
  readonly title: string;
  /** One sentence for people who never met the measure. */
  readonly meaning: string;
  /** The value on perfect outcomes. */
  readonly best: number;
  /** The other end of the range. */
  readonly worst: number;
  /** How to write it: a share in percent, or a plain number. */
  readonly unit: 'share' | 'number';
};

/** A function from evidence to one number; its properties describe that number. */
export type Measure<Evidence> = ((evidence: Evidence) => number) & Described;

/** A title and a meaning; the rest where the measure is not a share whose best value is 1. */
export type Description = Pick<Described, 'title' | 'meaning'> & Partial<Described>;

/**
 * Declares a measure: `const accuracy = metric<Answers>({ title, meaning }, ({ truth, answers }) => ...)`.
 * Unless the description says otherwise it is a share, 1 at best and 0 at worst.
 */
export function metric<Evidence>(
  { title, meaning, best = 1, worst = 0, unit = 'share' }: Description,
  value: (evidence: Evidence) => number,
): Measure<Evidence> {
  return Object.assign((evidence: Evidence) => value(evidence), { title, meaning, best, worst, unit });
}

/** One number for each measure of a catalogue. */
export type Scores<Catalogue> = { readonly [Name in keyof Catalogue]: number };

/** Computes every measure of a catalogue from the same evidence. */
export function measureAll<Evidence, Name extends string>(
  measures: Readonly<Record<Name, Measure<Evidence>>>,
  evidence: Evidence,
): Readonly<Record<Name, number>> {
  return mapNames(measures, (measure) => measure(evidence));
}
