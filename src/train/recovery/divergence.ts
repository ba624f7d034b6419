import type { Incident } from '../loop/history.ts';
import type { Guard } from '../loop/plan.ts';
import type { TrainState } from '../loop/train-state.ts';

/** What went wrong, in words. */
export type Divergence = Pick<Incident, 'kind'> & {
  readonly seen: string;
  /** Whether a softer miner and a usual margin may help. */
  readonly eases?: boolean;
  /** What the rate is multiplied by; absent: by what the guard says, or not at all where that can be had. */
  readonly slowDown?: number;
};

/** Losses that are compared with those before them. */
const tail = 8;

/** Losses that the running median is of. */
const memory = 128;

/** The losses of the last steps, with these behind them. */
export function remembered(recent: readonly number[], losses: readonly number[]): number[] {
  return [...recent, ...losses].slice(-memory - tail);
}

/**
 * Whether these losses, the next ones of a course, show trouble: a number that is not finite, or, where losses are
 * positive, the last few on the mean above the first loss and `explosion` times their running median (above its square
 * times the first loss where the median has grown with them).
 */
export function divergenceIn(
  losses: readonly number[],
  trainState: TrainState,
  { explosion }: Guard,
): Divergence | null {
  const broken = losses.findIndex((loss) => !Number.isFinite(loss));
  if (broken >= 0)
    return { kind: 'not-finite', seen: `the loss of step ${trainState.step + broken + 1} is ${losses[broken]}` };
  const known = remembered(trainState.recent, losses);
  if (known.length < 2 * tail) return null;
  const opening = trainState.opening ?? losses[0];
  const usual = Math.min(median(known.slice(0, -tail)), explosion * opening);
  const now = mean(known.slice(-tail));
  if (usual <= 0 || now <= opening || now <= explosion * usual) return null;
  return { kind: 'diverged', seen: `the loss rose to ${figure(now)}, from ${figure(usual)} before` };
}

/** A number to three digits. */
export function figure(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
