import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { packageRoot } from '../../node/package-root.ts';
import type { RunningStage } from './progress-text.ts';

/** Redraws the progress line from its own thread, also while this thread is busy. */
export type Ticker = {
  /** From now on draws this stage. */
  show(shown: Omit<TickedStage, 'turn'>): void;
  /** Stops drawing. Returns when no drawing is in progress. */
  hide(): void;
};

/** What the thread draws while `turn` is the current turn. */
export type TickedStage = RunningStage & {
  /** Longest line in characters. */
  readonly room: number;
  readonly turn: number;
};

/** The data that the thread starts with. */
export type TickerData = {
  /** Shared memory: whether a thread is writing, and the current turn (0: nothing is drawn). */
  readonly shared: Int32Array;
  /** The file descriptor of the terminal. */
  readonly descriptor: number;
};

/** The indices of `shared`. */
export const sharedIndices = { writing: 0, turn: 1 } as const;

/** How long one thread waits for the other before it checks again. */
const lookAgainMs = 20;

/** Starts a thread that draws on the terminal of this file descriptor. The process can end while it runs. */
export function startTicker(descriptor: number): Ticker {
  const shared = new Int32Array(new SharedArrayBuffer(8));
  const data: TickerData = { shared, descriptor };
  const worker = new Worker(join(packageRoot(), 'dist', 'src', 'cli', 'progress', 'tick-worker.js'), {
    workerData: data,
    execArgv: [],
  });
  worker.unref();
  // Without the thread the line is not redrawn; the work goes on.
  worker.on('error', () => undefined);
  let turns = 0;
  return {
    show(shown) {
      const turn = ++turns;
      const stage: TickedStage = { ...shown, turn };
      worker.postMessage(stage);
      Atomics.store(shared, sharedIndices.turn, turn);
    },
    hide: () => alone(shared, () => Atomics.store(shared, sharedIndices.turn, 0)),
  };
}

/** Runs `act` under a lock, while the other thread does not write. */
export function alone(shared: Int32Array, act: () => void): void {
  while (Atomics.compareExchange(shared, sharedIndices.writing, 0, 1) !== 0) {
    Atomics.wait(shared, sharedIndices.writing, 1, lookAgainMs);
  }
  try {
    act();
  } finally {
    Atomics.store(shared, sharedIndices.writing, 0);
    Atomics.notify(shared, sharedIndices.writing);
  }
}
