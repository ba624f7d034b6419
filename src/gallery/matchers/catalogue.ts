import * as v from 'valibot';
import { objectOf } from '../../base/json-object.ts';
import { type Matrix, matrix } from '../../base/matrix.ts';
import { oneOf, type Schema } from '../../base/schema.ts';
import type { Values } from '../../graph/value.ts';
import type { Product } from '../../linalg/product.ts';
import { balanced } from './balanced.ts';
import type { Enrolled, Matcher, Prepared, ScoreClasses, ScoreInputs } from './matcher.ts';
import { neighbours } from './neighbours.ts';
import { prototype } from './prototype.ts';
import { vote } from './vote.ts';

/**
 * Every way to turn nearness into a score per class, from the plainest to the most elaborate.
 *
 * @example
 * Object.keys(matchers); // => ['prototype', 'neighbours', 'balanced', 'vote']
 * matchers.neighbours.inWords({ k: 1 }); // => 'by the nearest picture of each class'
 * const { gallery } = await readBundle('emoji.discern');
 * const matcher = { name: 'neighbours', k: 1 } as const;
 * const byNearest = gallery && openGallery({ ...gallery, matcher }, productFor(nodeRuntime));
 */
export const matchers = { prototype, neighbours, balanced, vote };

/** The name of a matcher. */
export type MatcherName = keyof typeof matchers;

type OptionsOf<Kind> = Kind extends Matcher<infer Options> ? Options : never;
type Options = { [Name in MatcherName]: OptionsOf<(typeof matchers)[Name]> };

/** A matcher as data: its name in the catalogue, and its options. */
export type MatcherSpec<Name extends MatcherName = MatcherName> = {
  [Each in Name]: { readonly name: Each } & Options[Each];
}[Name];

const kinds: { readonly [Name in MatcherName]: Matcher<Options[Name]> } = matchers;

/** The names of all matchers. */
export const matcherNames: readonly MatcherName[] = Object.keys(matchers).filter(isMatcherName);

/** What bundles store of a matcher. */
export const matcherSchema: Schema<MatcherSpec> = v.lazy((given) => {
  const { name } = objectOf(given);
  return isMatcherName(name) ? schemaOf(name) : unknownMatcher;
});

const unknownMatcher = v.intersect([v.object({ name: oneOf(...matcherNames) }), v.never()]);

function schemaOf<Name extends MatcherName>(name: Name): Schema<MatcherSpec<Name>> {
  return v.intersect([v.object({ name: v.literal(name) }), kinds[name].options]);
}

function isMatcherName(name: unknown): name is MatcherName {
  return typeof name === 'string' && Object.hasOwn(matchers, name);
}

/** What validation chooses among; the earlier one wins a tie. */
export const matcherCandidates: readonly MatcherSpec[] = matcherNames.flatMap(candidatesOf);

function candidatesOf<Name extends MatcherName>(name: Name): MatcherSpec<Name>[] {
  return kinds[name].candidates.map((options) => ({ name, ...options }));
}

/** By what a matcher compares: `by the mean of each class`. */
export function matcherInWords<Name extends MatcherName>(spec: MatcherSpec<Name>): string {
  return kinds[spec.name].inWords(spec);
}

/**
 * The spec with what is estimated from the enrolled pictures of a fit. It is estimated once, so that a later picture
 * changes the scores of its own class alone.
 */
export function fittedMatcher<Name extends MatcherName>(
  spec: MatcherSpec<Name>,
  enrolled: Enrolled,
): MatcherSpec<Name> {
  const fitted = kinds[spec.name].fitted?.(spec, enrolled);
  return fitted ? { ...spec, ...fitted } : spec;
}

/** The vector of each class that a matcher compares with, [C, E]; null where it needs none. */
export function prototypesOf<Name extends MatcherName>(spec: MatcherSpec<Name>, enrolled: Enrolled): Matrix | null {
  return kinds[spec.name].prototypes?.(spec, enrolled) ?? null;
}

/** The scores of a matcher. `prototypes` [C, E] saves computing them from `enrolled`. */
export function scorerOf<Name extends MatcherName>(
  spec: MatcherSpec<Name>,
  { prototypes, ...enrolled }: Enrolled & Partial<Prepared>,
  product: Product,
): ScoreClasses {
  const kept = prototypes ?? prototypesOf(spec, enrolled) ?? matrix(0, enrolled.vectors.columns);
  return kinds[spec.name].scorer(spec, { ...enrolled, prototypes: kept }, product);
}

/** What a matcher gives as outputs of an ONNX graph; null where it has no form as a graph. */
export function scoreOutputs<Name extends MatcherName>(spec: MatcherSpec<Name>, inputs: ScoreInputs): Values | null {
  return kinds[spec.name].toGraph?.(spec, inputs) ?? null;
}
