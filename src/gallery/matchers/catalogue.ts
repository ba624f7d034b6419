import type { Matcher } from './matcher.ts';
import { neighbours } from './neighbours.ts';
import { prototype } from './prototype.ts';
import { vote } from './vote.ts';

/** Every way to turn nearness into a score per class. */
export const matchers = { prototype, neighbours, vote };

/** A matcher as data: its name in the catalogue and `k`, which `prototype` does not heed. */
export type MatcherSpec = { readonly name: keyof typeof matchers; readonly k: number };

/** The matcher that a spec describes. */
export function matcherFrom({ name, k }: MatcherSpec): Matcher {
  return matchers[name]({ k });
}
