import stringWidth from 'string-width';
import { duration, rate } from '../base/figures.ts';
import type { Progress, ProgressEvent } from '../base/progress.ts';
import type { Output } from './context.ts';

/** Where progress is shown, and how to take it off the screen before something else is written there. */
export type ProgressLine = {
  readonly progress: Progress;
  /** Shows how long the stage has lasted, where nothing else was shown for a while. To be called several times a second. */
  tick(): void;
  clear(): void;
};

/** A stage under way: its last event, when it began, and when a person last saw it; null: not yet. */
type Stage = { readonly event: ProgressEvent; readonly startedMs: number; readonly shownMs: number | null };

const redrawEveryMs = 100;
const tickEveryMs = 1000;

/** A stage that is over sooner needs no line of its own. */
const longMs = 2000;

/**
 * Shows progress on `output`. On a terminal: one line that is drawn again and again. Elsewhere: a line where a stage has
 * lasted 2 seconds, then one every ten seconds, and after a minute one every half a minute. `now` gives milliseconds.
 */
export function progressLine(output: Output, now: () => number = () => performance.now()): ProgressLine {
  let stage: Stage | null = null;
  const clear = () => {
    if (output.isTerminal) void output.write('\r\x1b[2K');
  };
  const show = (shown: Stage) => {
    stage = { ...shown, shownMs: now() };
    const text = runningText(shown.event, now() - shown.startedMs, output.isTerminal ? output.columns - 1 : null);
    void output.write(output.isTerminal ? `\r\x1b[2K${text}` : `${text}\n`);
  };
  const isDue = ({ startedMs, shownMs }: Stage, everyMs: number) => {
    if (output.isTerminal) return shownMs === null || now() - shownMs >= everyMs;
    return now() - (shownMs ?? startedMs) >= lineAfterMs(shownMs, now() - startedMs);
  };
  const progress = (event: ProgressEvent) => {
    const begun = stage?.event.stage === event.stage ? stage : { startedMs: now(), shownMs: null };
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
    if (stage !== null && isDue(stage, tickEveryMs)) show(stage);
  };
  return { progress, tick, clear };
}

/** How long a stage that is not on a terminal waits for its next line. */
function lineAfterMs(shownMs: number | null, elapsedMs: number): number {
  if (shownMs === null) return longMs;
  return elapsedMs <= 60_000 ? 10_000 : 30_000;
}

/** As much of it as `room` characters hold, from the most to the least important; null: all. */
function runningText({ stage, done, total, note = '' }: ProgressEvent, elapsedMs: number, room: number | null): string {
  const perSecond = done / (elapsedMs / 1000);
  const isPaced = Number.isFinite(perSecond) && perSecond > 0;
  const count = total === undefined ? (done > 0 ? ` ${done}` : '') : ` ${done} of ${total}`;
  const parts = [
    `${stage}${count}`,
    isPaced ? rate(perSecond) : elapsedMs >= 1000 && duration(elapsedMs / 1000),
    isPaced && total !== undefined && `${duration((total - done) / perSecond)} left`,
    ...note.split(', '),
  ].filter((part) => part !== false && part !== '');
  if (room === null) return parts.join(', ');
  while (parts.length > 1 && stringWidth(parts.join(', ')) > room) parts.pop();
  const text = parts.join(', ');
  return stringWidth(text) <= room ? text : `${text.slice(0, room - 1)}…`;
}

function finishedText({ stage, done, note }: ProgressEvent, elapsedMs: number): string {
  return [`${stage} ${done}`, `done in ${duration(elapsedMs / 1000)}`, note].filter((part) => part).join(', ');
}
