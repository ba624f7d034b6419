import { internalError } from '../base/error.ts';

/** How learning rates fall from the output of a network to its input. */
export type LayerwiseOptions = {
  /**
   * The learning rate of a group as a share of the next group's, above 0, at most 1; usually 0.65 to 0.9. Less keeps
   * more of what early layers know; more lets them adapt; 1 gives all the same rate.
   */
  readonly decay?: number;
  /** The number of groups, each of equally many parameters; about as many as the network has blocks. */
  readonly groups?: number;
};

/**
 * Layer-wise learning rates (Howard and Ruder 2018), for fine-tuning pretrained networks: early layers learn slower.
 * Gives the learning rate of a parameter, as a share of the step's, by its name: decay^depth, with depth 0 for the last
 * group. `names`: all parameters in the order of the network. Throws `internal` for another name.
 */
export function layerwiseLearningRates(
  names: readonly string[],
  { decay = 0.75, groups = 12 }: LayerwiseOptions = {},
): (name: string) => number {
  const indices = new Map(names.map((name, index) => [name, index]));
  return (name) => {
    const index = indices.get(name);
    if (index === undefined) throw internalError(`${name} is no parameter of the network`);
    return decay ** (groups - 1 - Math.floor((index * groups) / names.length));
  };
}
