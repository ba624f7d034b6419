import { DiscernError } from './error.ts';

/** Where a long piece of work stands. */
export type ProgressEvent = {
  /** What is being done, as a person would say it: `'embedding'`. The same words until it is finished. */
  readonly stage: string;
  readonly done: number;
  /** Absent where the end is not known, as with a stream. */
  readonly total?: number;
  /** A short word beside the numbers, for instance the loss. */
  readonly note?: string;
};

/** Receives progress; must not throw. */
export type Progress = (event: ProgressEvent) => void;

/** What every long function takes: who watches, and who may stop it. */
export type Watch = { readonly progress?: Progress | undefined; readonly signal?: AbortSignal | undefined };

/** Throws `interrupted` once the signal is aborted: called between steps of long work. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return;
  throw new DiscernError('interrupted', 'interrupted', {
    given: 'a signal to stop',
    expected: 'the work to go on to its end',
    todo: 'run the command again',
  });
}
