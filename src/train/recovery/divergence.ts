import type { Incident } from '../loop/history.ts';
import type { DivergencePolicy } from '../loop/plan.ts';
import type { TrainState } from '../loop/train-state.ts';

/** A divergence of training, described in words. */
export type Divergence = Pick<Incident, 'kind'> & {
  readonly seen: string;
  /** Whether relaxed mining and the default margin may help. */
  readonly relaxes?: boolean;
  /** Factor on the learning rate. Absent: the factor of the policy, or 1 where a relaxation is possible. */
  readonly slowDown?: number;
};

/** The mean of this many last losses is compared with the losses before them. */
const tail = 8;

/** Number of losses in the running median. */
const memory = 128;

/** Appends losses to the last ones and drops the oldest. */
export function withRecentLosses(recent: readonly number[], losses: readonly number[]): number[] {
  return [...recent, ...losses].slice(-memory - tail);
}

/**
 * Checks the next losses for a divergence. A loss that is NaN or infinite is one. Where losses are positive, it is also
 * one if the mean of the last losses is above the first loss and above `explosion` times the running median. (A median
 * that has grown is capped at `explosion` times the first loss.)
 */
export function divergenceIn(
  losses: readonly number[],
  trainState: TrainState,
  { explosion }: DivergencePolicy,
): Divergence | null {
  const broken = losses.findIndex((loss) => !Number.isFinite(loss));
  if (broken >= 0)
    return { kind: 'not-finite', seen: `the loss of step ${trainState.step + broken + 1} is ${losses[broken]}` };
  const known = withRecentLosses(trainState.recent, losses);
  if (known.length < 2 * tail) return null;
  const opening = trainState.opening ?? losses[0];
  const usual = Math.min(median(known.slice(0, -tail)), explosion * opening);
  const now = mean(known.slice(-tail));
  if (usual <= 0 || now <= opening || now <= explosion * usual) return null;
  return { kind: 'diverged', seen: `the loss rose to ${figure(now)}, from ${figure(usual)} before` };
}

/** A number with three significant digits, as text. */
export function figure(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
