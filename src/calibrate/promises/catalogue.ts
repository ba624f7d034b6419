import { onAverage } from './on-average.ts';
import type { PromiseMode, PromiseModeOptions } from './promise.ts';
import { withConfidence } from './with-confidence.ts';

/** The ways in which a promise can hold. */
export const promiseModes = { onAverage, withConfidence } satisfies Record<
  string,
  (options: PromiseModeOptions) => PromiseMode
>;

/** The name of a mode. */
export type PromiseModeName = keyof typeof promiseModes;

/** The mode that a promise with or without a confidence has. */
export function promiseMode(confidence: number | undefined): PromiseMode {
  return confidence === undefined ? promiseModes.onAverage() : promiseModes.withConfidence({ confidence });
}
