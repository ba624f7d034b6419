import { mapNames } from './map-names.ts';

/** One number taken from evidence, with what its reader must know. */
export type Measure<Evidence> = {
  readonly measure: (evidence: Evidence) => number;
  /** The value on perfect outcomes. */
  readonly best: number;
  /** The other end of the range. */
  readonly worst: number;
  /** How to write it: a share in percent, or a plain number. */
  readonly unit: 'share' | 'number';
  readonly title: string;
  /** One sentence for people who never met the measure. */
  readonly meaning: string;
};

/** One number for each measure of a catalogue. */
export type Scores<Catalogue> = { readonly [Name in keyof Catalogue]: number };

/** Takes every measure of a catalogue from the same evidence. */
export function measureAll<Evidence, Name extends string>(
  measures: Readonly<Record<Name, Measure<Evidence>>>,
  evidence: Evidence,
): Readonly<Record<Name, number>> {
  return mapNames(measures, ({ measure }) => measure(evidence));
}
