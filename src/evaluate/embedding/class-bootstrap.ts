import { throwIfAborted, type Watch } from '../../base/progress.ts';
import { random } from '../../base/random.ts';
import { resampled } from '../../metrics/bootstrap.ts';
import { mapNames } from '../../metrics/map-names.ts';

/** Options of resampling classes. */
export type ClassBootstrapOptions = Watch & {
  readonly seed?: number;
  /** Resamples: 1000 move an interval's ends by about a twentieth of its width from seed to seed. */
  readonly rounds?: number;
};

/** Rounds after which others get their turn, so that a signal can be given. */
const turn = 20;

/**
 * What `statistics` gives on resamples of the `classes`: each is drawn `weights[c]` times, with replacement, as many as
 * there are. One list [rounds], of one at least, for each statistic; the same seed gives the same lists. Throws `interrupted`.
 */
export async function classBootstrap<Name extends string>(
  classes: number,
  statistics: (weights: Float64Array) => Readonly<Record<Name, number>>,
  { seed = 0, rounds = 1000, progress, signal }: ClassBootstrapOptions = {},
): Promise<Readonly<Record<Name, Float64Array>>> {
  const stage = 'resampling classes';
  const stream = random(seed, stage);
  const alone = { count: classes, of: Int32Array.from({ length: classes }, (_, c) => c) };
  const draws = [statistics(resampled(alone, stream))];
  while (draws.length < rounds) {
    if (draws.length % turn === 1) {
      await othersTurn();
      throwIfAborted(signal);
      progress?.({ stage, done: draws.length, total: rounds });
    }
    draws.push(statistics(resampled(alone, stream)));
  }
  progress?.({ stage, done: rounds, total: rounds });
  return mapNames(draws[0], (_, name) => Float64Array.from(draws, (draw) => draw[name]));
}

function othersTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
