import type { State } from './state.ts';

/** What is made easier of learning where it came to nothing. */
export type Relaxation = {
  /** A state, as soon as that is so. */
  of(state: State): State;
  /** What is different then, as a person would say it. */
  readonly words: string;
};

/** All of these. */
export function allOf(relaxations: readonly Relaxation[]): Relaxation {
  return {
    of: (state) => relaxations.reduce((eased, { of }) => of(eased), state),
    words: relaxations.map(({ words }) => words).join(', '),
  };
}
