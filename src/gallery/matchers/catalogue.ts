import { balanced, cohesionOf } from './balanced.ts';
import type { Enrolled, Matcher } from './matcher.ts';
import { neighbours } from './neighbours.ts';
import { prototype } from './prototype.ts';
import { vote } from './vote.ts';

/** Every way to turn nearness into a score per class. A class of one picture can win against one of a hundred. */
export const matchers = { prototype, neighbours, balanced };

/** Ways that bundles of earlier versions name, and that nothing chooses any more: in a vote few pictures never win. */
export const formerMatchers = { vote };

const allMatchers = { ...matchers, ...formerMatchers };

/** A matcher as data: its name in a catalogue and its options. */
export type MatcherSpec = {
  readonly name: keyof typeof allMatchers;
  /** Nearest pictures that count; `balanced`: how much the common cohesion counts; `prototype` doesn't use it. */
  readonly k: number;
  /** Of `balanced`: see BalancedOptions. */
  readonly cohesion?: number;
  /** Of `balanced`: see BalancedOptions. */
  readonly nearest?: number;
};

/** The matcher that a spec describes. */
export function matcherFrom(spec: MatcherSpec): Matcher {
  return allMatchers[spec.name](spec);
}

/** The names of all matchers, also of former ones. */
export const matcherNames: readonly MatcherSpec['name'][] = Object.keys(allMatchers).filter(isMatcherName);

function isMatcherName(name: string): name is MatcherSpec['name'] {
  return Object.hasOwn(allMatchers, name);
}

/** The spec with what is estimated from enrolled pictures, once: what is enrolled later changes no other class's score. */
export function fittedMatcher(spec: MatcherSpec, enrolled: Enrolled): MatcherSpec {
  const cohesion = spec.name === 'balanced' ? cohesionOf(enrolled) : null;
  return cohesion === null ? spec : { ...spec, cohesion };
}
