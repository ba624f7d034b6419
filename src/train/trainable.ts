import { type Network, type WeightRole, weightsOf } from '../graph/network.ts';
import { sizes } from '../graph/value.ts';
import type { Weight } from './train-task.ts';

/** A network's weights as a task takes them, by their names. */
export type Trainable = {
  readonly parameters: Readonly<Record<string, Weight>>;
  readonly statistics: Readonly<Record<string, Weight>>;
};

/**
 * What a task learns of a network: its parameters and the running statistics of its batch normalisation, where `learns`
 * says so of their names; all others stay as they are. With `forwardByBatch` the task's loss computes the network.
 */
export function trainable(
  network: Network,
  { learns = () => true }: { readonly learns?: (name: string) => boolean } = {},
): Trainable {
  const learned = weightsOf(network).filter(({ value }) => learns(value.name));
  const having = (wanted: WeightRole) =>
    learned
      .filter(({ role }) => role === wanted)
      .map(({ value: { name, shape, data } }): [string, Weight] => [
        name,
        { shape: sizes(shape), initial: Float32Array.from(data ?? []) },
      ]);
  return {
    parameters: Object.fromEntries(having('parameter')),
    statistics: Object.fromEntries(having('statistic')),
  };
}
