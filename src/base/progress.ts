import { DiscernError } from './error.ts';

/** The state of a long task. */
export type ProgressEvent = {
  /** What is being done, in words for people: `'embedding'`. It stays the same until that task is finished. */
  readonly stage: string;
  readonly done: number;
  /** Absent where the total is unknown, as for a stream. */
  readonly total?: number;
  /** A short note shown beside the numbers, for instance the loss. */
  readonly note?: string;
};

/** A callback that receives progress. It must not throw. */
export type Progress = (event: ProgressEvent) => void;

/** Options that every long-running function takes: a callback for progress, and a signal that stops the work. */
export type ProgressOptions = { readonly progress?: Progress | undefined; readonly signal?: AbortSignal | undefined };

/** Throws `interrupted` if the signal is aborted. Long-running functions call it between their steps. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return;
  throw new DiscernError('interrupted', 'interrupted', {
    given: 'a signal to stop',
    expected: 'the work to finish',
    todo: 'run the command again',
  });
}
