import type { Progress, ProgressEvent } from '../../base/progress.ts';
import type { Output } from '../context.ts';
import { drawn, finishedText, runningText } from './progress-text.ts';
import type { Ticker } from './ticker.ts';

/** Shows progress, and removes it from the screen before other output. */
export type ProgressLine = {
  readonly progress: Progress;
  /** Redraws a stage that was silent for a while. Call it several times a second. */
  tick(): void;
  /** Removes the line from the screen until the next event or tick. */
  clear(): void;
};

/** A running stage: its last event, its start (items done and time), and when it was last shown (null: not yet). */
type Stage = {
  readonly event: ProgressEvent;
  readonly from: number;
  readonly startedMs: number;
  readonly shownMs: number | null;
};

const redrawEveryMs = 100;
const tickEveryMs = 1000;

/** A shorter stage gets no closing line. */
const longMs = 2000;

/**
 * Shows progress on `output`. On a terminal: one line that is redrawn. Elsewhere: a line when a stage has lasted 2
 * seconds, then every 10 seconds, and after a minute every 30 seconds. `now` returns milliseconds. `startTicker` starts
 * a thread that redraws the line while this thread is busy.
 */
export function progressLine(
  output: Output,
  now: () => number = () => performance.now(),
  startTicker: (() => Ticker) | null = null,
): ProgressLine {
  let stage: Stage | null = null;
  let ticker: Ticker | null = null;
  const clear = () => {
    ticker?.hide();
    if (output.isTerminal) void output.write(drawn(''));
  };
  const show = (shown: Stage) => {
    stage = { ...shown, shownMs: now() };
    const running = { event: shown.event, from: shown.from, elapsedMs: now() - shown.startedMs };
    if (!output.isTerminal) return void output.write(`${runningText(running, null)}\n`);
    ticker?.hide();
    const room = output.columns - 1;
    void output.write(drawn(runningText(running, room)));
    ticker?.show({ ...running, room });
  };
  const isDue = ({ startedMs, shownMs }: Stage, everyMs: number) => {
    if (output.isTerminal) return shownMs === null || now() - shownMs >= everyMs;
    return now() - (shownMs ?? startedMs) >= lineAfterMs(shownMs, now() - startedMs);
  };
  const progress = (event: ProgressEvent) => {
    const begun = stage?.event.stage === event.stage ? stage : { from: event.done, startedMs: now(), shownMs: null };
    stage = { ...begun, event };
    if (event.done !== event.total) {
      if (isDue(stage, redrawEveryMs)) show(stage);
      return;
    }
    const elapsedMs = now() - stage.startedMs;
    if (stage.shownMs !== null) clear();
    if (elapsedMs >= longMs) void output.write(`${finishedText(event, elapsedMs)}\n`);
    stage = null;
  };
  const tick = () => {
    if (output.isTerminal) ticker ??= startTicker?.() ?? null;
    if (stage !== null && isDue(stage, tickEveryMs)) show(stage);
  };
  return { progress, tick, clear };
}

/** The time until the next line of a stage, in milliseconds, if the output is not a terminal. */
function lineAfterMs(shownMs: number | null, elapsedMs: number): number {
  if (shownMs === null) return longMs;
  return elapsedMs <= 60_000 ? 10_000 : 30_000;
}
