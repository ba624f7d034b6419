import { type Network, networkWeights, type WeightRole } from '../graph/network.ts';
import { sizes } from '../graph/value.ts';
import type { Weight } from './train-task.ts';

/** The weights of a network in the form that a `TrainTask` takes, by name. */
export type Trainable = {
  readonly parameters: Readonly<Record<string, Weight>>;
  readonly statistics: Readonly<Record<string, Weight>>;
};

/**
 * The parameters of a network and the running statistics of its batch normalisation, for a `TrainTask`. Only weights
 * whose name `learns` accepts are included; all others stay fixed. Compute the network in the loss with
 * `forwardByBatch`.
 */
export function trainable(
  network: Network,
  { learns = () => true }: { readonly learns?: (name: string) => boolean } = {},
): Trainable {
  const learned = networkWeights(network).filter(({ value }) => learns(value.name));
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
