import type { Value, Values } from '../../graph/value.ts';

/** The inputs of one update of one parameter. */
export type Situation = {
  readonly parameter: Value;
  /** The gradient, of the parameter's shape. */
  readonly gradient: Value;
  /** The optimizer's slots of this parameter, by name. */
  readonly slots: Values;
  /** The learning rate of this step, a scalar. */
  readonly learningRate: Value;
  /** The number of this step, a scalar: 1, 2, 3, ... */
  readonly count: Value;
  /** What `scalars` computed, once a step for all parameters. */
  readonly scalars: Values;
  /** Whether weight decay applies to this parameter. */
  readonly decay: boolean;
};

/** The parameter and its slots after the update. */
export type Updated = { readonly parameter: Value; readonly slots: Values };

/** A rule that updates parameters by their gradients, inside the graph. */
export type Optimizer = {
  /** Names of what it remembers of each parameter: tensors of the parameter's shape, zero at first. */
  readonly slots: readonly string[];
  /** Computes scalars that all updates of a step share, from the number of the step; absent: none. */
  readonly scalars?: (stepScalars: { readonly count: Value }) => Values;
  update(situation: Situation): Updated;
};
