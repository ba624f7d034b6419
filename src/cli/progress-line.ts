import { duration, rate } from '../base/figures.ts';
import type { Progress, ProgressEvent } from '../base/progress.ts';
import type { Output } from './context.ts';

/** Where progress is shown, and how to take it off the screen before something else is written there. */
export type ProgressLine = { readonly progress: Progress; clear(): void };

type Stage = { readonly name: string; readonly startedMs: number; shownMs: number };

const redrawEveryMs = 100;
const lineEveryMs = 10_000;

/**
 * Shows progress on `output`: one line that is drawn again and again on a terminal, elsewhere a new line every ten
 * seconds. `now` gives milliseconds.
 */
export function progressLine(output: Output, now: () => number = () => performance.now()): ProgressLine {
  let stage: Stage = { name: '', startedMs: 0, shownMs: 0 };
  const everyMs = output.isTerminal ? redrawEveryMs : lineEveryMs;
  const clear = () => {
    if (output.isTerminal) void output.write('\r\x1b[2K');
  };
  const progress = (event: ProgressEvent) => {
    if (event.stage !== stage.name) stage = { name: event.stage, startedMs: now(), shownMs: now() };
    const elapsedMs = now() - stage.startedMs;
    const isFinished = event.done === event.total;
    const isDue = now() - stage.shownMs >= everyMs;
    if (isFinished && output.isTerminal) clear();
    if (isFinished && elapsedMs >= everyMs) void output.write(`${finishedText(event, elapsedMs)}\n`);
    if (isFinished) stage = { name: '', startedMs: 0, shownMs: 0 };
    if (isFinished || !isDue) return;
    stage.shownMs = now();
    const text = runningText(event, elapsedMs).slice(0, output.columns - 1);
    void output.write(output.isTerminal ? `\r\x1b[2K${text}` : `${text}\n`);
  };
  return { progress, clear };
}

function runningText({ stage, done, total, note }: ProgressEvent, elapsedMs: number): string {
  const perSecond = done / (elapsedMs / 1000);
  const left = total === undefined || perSecond === 0 ? null : `${duration((total - done) / perSecond)} left`;
  const count = total === undefined ? `${done}` : `${done} of ${total}`;
  return [`${stage} ${count}`, rate(perSecond), left, note].filter((part) => part).join(', ');
}

function finishedText({ stage, done, note }: ProgressEvent, elapsedMs: number): string {
  return [`${stage} ${done}`, `done in ${duration(elapsedMs / 1000)}`, note].filter((part) => part).join(', ');
}
