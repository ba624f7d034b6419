import type { State } from './state.ts';

/** What is made easier of learning where it came to nothing. */
export type Easing = {
  /** A state, as soon as that is so. */
  of(state: State): State;
  /** What is different then, as a person would say it. */
  readonly words: string;
};

/** All of these. */
export function allOf(easings: readonly Easing[]): Easing {
  return {
    of: (state) => easings.reduce((eased, { of }) => of(eased), state),
    words: easings.map(({ words }) => words).join(', '),
  };
}
