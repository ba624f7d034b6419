import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { packageRoot } from '../node/package-root.ts';
import type { RunningStage } from './progress-text.ts';

/** Keeps the line of progress moving from a thread of its own: also while work keeps this one from its timers. */
export type Ticker = {
  /** From now on the line is this stage's, which has lasted so long. */
  show(shown: Omit<TickedStage, 'turn'>): void;
  /** From now on nothing is drawn. Returns once nothing is being drawn. */
  hide(): void;
};

/** What the thread draws, as long as the turn is its own. */
export type TickedStage = RunningStage & {
  /** Characters that the line may have. */
  readonly room: number;
  readonly turn: number;
};

/** What the thread is started with. */
export type TickerData = {
  /** Two numbers: whether somebody writes, and whose turn it is to be drawn (0: nobody's). */
  readonly shared: Int32Array;
  /** Where the terminal is. */
  readonly descriptor: number;
};

/** The places of `shared`. */
export const places = { writing: 0, turn: 1 } as const;

/** So long one side waits for the other before it looks again. */
const lookAgainMs = 20;

/** Starts a thread that draws on the terminal of this file descriptor. It does not keep the process from ending. */
export function startTicker(descriptor: number): Ticker {
  const shared = new Int32Array(new SharedArrayBuffer(8));
  const data: TickerData = { shared, descriptor };
  const worker = new Worker(join(packageRoot(), 'dist', 'src', 'cli', 'tick-worker.js'), {
    workerData: data,
    execArgv: [],
  });
  worker.unref();
  // Without it the line stands still, which is no reason to stop the work.
  worker.on('error', () => undefined);
  let turns = 0;
  return {
    show(shown) {
      const turn = ++turns;
      const stage: TickedStage = { ...shown, turn };
      worker.postMessage(stage);
      Atomics.store(shared, places.turn, turn);
    },
    hide: () => alone(shared, () => Atomics.store(shared, places.turn, 0)),
  };
}

/** Does something while the other thread does not write. */
export function alone(shared: Int32Array, act: () => void): void {
  while (Atomics.compareExchange(shared, places.writing, 0, 1) !== 0) {
    Atomics.wait(shared, places.writing, 1, lookAgainMs);
  }
  try {
    act();
  } finally {
    Atomics.store(shared, places.writing, 0);
    Atomics.notify(shared, places.writing);
  }
}
