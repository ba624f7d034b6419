/** The size of a head's training step. */
export type StepSize = { readonly batch: number; readonly dimensions: number; readonly classes: number };

/**
 * Operations that training a head may take: half a minute to two on 2 cores. Work is counted, never timed, so that
 * the same data gives the same number of steps on every machine.
 */
export const workLimit = 2e12;

/** Operations of one call of the runtime for a head: about a second, after which a signal to stop is read. */
export const workPerCall = 3e10;

/** Operations of a step: two matrix products, and the optimizer's passes over memory, each worth many products. */
export function workOfStep({ batch, dimensions, classes }: StepSize): number {
  return classes * dimensions * (4 * batch + 100);
}

/** How many steps fit into `work`, at least one. */
export function stepsWithin(work: number, size: StepSize): number {
  return Math.max(1, Math.floor(work / workOfStep(size)));
}
