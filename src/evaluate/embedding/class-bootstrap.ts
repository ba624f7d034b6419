import { type ProgressOptions, throwIfAborted } from '../../base/progress.ts';
import { random } from '../../base/random.ts';
import { resampleWeights } from '../../metrics/bootstrap.ts';
import { mapNames } from '../../metrics/map-names.ts';

/** Options of resampling classes. */
export type ClassBootstrapOptions = ProgressOptions & {
  readonly seed?: number;
  /** Resamples. With 1000 an interval's ends vary by about a twentieth of its width from seed to seed. */
  readonly rounds?: number;
};

/** Resamples between two pauses, in which other tasks run and can abort the signal. */
const roundsBetweenPauses = 20;

/**
 * Values of `statistics` on bootstrap resamples of the classes: `classes` draws with replacement draw class c
 * `weights[c]` times. Gives a list [rounds], of at least one number, for each statistic. The same seed gives the same
 * lists. Throws `interrupted` if the signal is aborted.
 */
export async function classBootstrap<Name extends string>(
  classes: number,
  statistics: (weights: Float64Array) => Readonly<Record<Name, number>>,
  { seed = 0, rounds = 1000, progress, signal }: ClassBootstrapOptions = {},
): Promise<Readonly<Record<Name, Float64Array>>> {
  const stage = 'resampling classes';
  const stream = random(seed, stage);
  const singletons = { count: classes, of: Int32Array.from({ length: classes }, (_, c) => c) };
  const draws = [statistics(resampleWeights(singletons, stream))];
  while (draws.length < rounds) {
    if (draws.length % roundsBetweenPauses === 1) {
      await pause();
      throwIfAborted(signal);
      progress?.({ stage, done: draws.length, total: rounds });
    }
    draws.push(statistics(resampleWeights(singletons, stream)));
  }
  progress?.({ stage, done: rounds, total: rounds });
  return mapNames(draws[0], (_, name) => Float64Array.from(draws, (draw) => draw[name]));
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
