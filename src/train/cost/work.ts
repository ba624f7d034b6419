/** The size of a training step of a head. */
export type StepSize = { readonly batch: number; readonly dimensions: number; readonly classes: number };

/**
 * Maximum number of operations for training a head: half a minute to two minutes on 2 cores. Operations are counted,
 * never timed, so that the same data give the same number of steps on every machine.
 */
export const workLimit = 2e12;

/** Operations of one call of the runtime for a head: about a second, after which a signal to stop is read. */
export const workPerCall = 3e10;

/**
 * Operations of a step: two matrix products, and the optimizer's reads and writes of memory, each of which takes as
 * long as many products.
 */
export function workOfStep({ batch, dimensions, classes }: StepSize): number {
  return classes * dimensions * (4 * batch + 100);
}

/** Number of steps that fit into `work`, at least one. */
export function stepsWithin(work: number, size: StepSize): number {
  return Math.max(1, Math.floor(work / workOfStep(size)));
}
