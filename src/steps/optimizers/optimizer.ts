import type { Value, Values } from '../../graph/value.ts';

/** What one update of one parameter is computed from. */
export type Situation = {
  readonly parameter: Value;
  /** Of the parameter's shape. */
  readonly gradient: Value;
  /** The optimizer's memory of this parameter. */
  readonly slots: Values;
  /** The learning rate of this step, a scalar. */
  readonly learningRate: Value;
  /** How many steps there were with this one, a scalar: 1, 2, 3, ... */
  readonly count: Value;
  /** What the optimizer computes of rate and count, once a step for all parameters. */
  readonly scalars: Values;
  /** Whether weight decay applies to this parameter. */
  readonly decay: boolean;
};

/** The parameter and the memory after the update. */
export type Updated = { readonly parameter: Value; readonly slots: Values };

/** A rule that turns gradients into better parameters, inside the graph. */
export type Optimizer = {
  /** What it remembers of each parameter: tensors of the parameter's shape, zero at first. */
  readonly slots: readonly string[];
  /** Scalars that all updates of a step share, from the step's rate and count; none where absent. */
  readonly scalars?: (stepScalars: { readonly count: Value }) => Values;
  update(situation: Situation): Updated;
};
