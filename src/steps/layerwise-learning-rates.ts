import type { Parameter } from './parameter.ts';

/** How rates fall from the output to the input. */
export type LayerwiseOptions = {
  /** The rate of a group as a share of that of the next: 0.65 to 0.9; less keeps more of what was learned before. */
  readonly decay?: number;
  /** Groups of equally many parameters; about as many as a network has blocks. */
  readonly groups?: number;
};

/**
 * Layer-wise learning rates (Howard and Ruder 2018): parameters, in the order of the network, with the rates that their
 * place gives them: decay^depth, where the last group has depth 0. For networks that know much already.
 */
export function layerwiseLearningRates(
  parameters: readonly Parameter[],
  { decay = 0.75, groups = 12 }: LayerwiseOptions = {},
): Parameter[] {
  return parameters.map((parameter, place) => {
    const depth = groups - 1 - Math.floor((place * groups) / parameters.length);
    return { ...parameter, lrScale: (parameter.lrScale ?? 1) * decay ** depth };
  });
}
