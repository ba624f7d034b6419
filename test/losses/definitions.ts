import type { LossName } from '../../src/losses/catalogue.ts';
import { type Definition as ClassDefinition, classDefinitions, surprise } from './class-definitions.ts';
import type { Lawful } from './laws.ts';
import type { NaiveBatch } from './naive-batch.ts';
import { pairDefinitions } from './pair-definitions.ts';
import { rankingDefinitions } from './ranking-definitions.ts';
import { tripletDefinitions } from './triplet-definitions.ts';

/** The value of a loss with its defaults, in loops over plain numbers. */
export type Definition = (batch: NaiveBatch) => number;

/**
 * The definition of every loss, of all kinds: the laws of losses walk this table. A new loss has one row, `name:
 * definition`, in the file of its kind (pair-, triplet-, ranking-, class-definitions.ts); a loss on logits has it here.
 */
export const definitions: Readonly<Record<LossName, Definition>> = {
  crossEntropy: ({ z, labels }) => labels.reduce((sum, y, i) => sum + surprise(z[i], y), 0) / labels.length,
  ...pairDefinitions,
  ...tripletDefinitions,
  ...rankingDefinitions,
  ...ofClasses(classDefinitions),
};

/** What the laws must know of a loss, where anything is special about it. */
export const exceptions: Readonly<{ [Name in LossName]?: Lawful }> = {
  circle: { differenced: false },
  dynamicSoftMargin: { differenced: false, least: -2 },
};

function ofClasses<Name extends string>(all: Readonly<Record<Name, ClassDefinition>>): Record<Name, Definition> {
  const entries = Object.entries<ClassDefinition>(all).map(([name, of]) => [
    name,
    ({ z, labels, weights }: NaiveBatch) => of(z, labels, weights),
  ]);
  return Object.fromEntries(entries);
}
