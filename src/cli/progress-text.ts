import stringWidth from 'string-width';
import { duration, rate } from '../base/figures.ts';
import type { ProgressEvent } from '../base/progress.ts';

/** A stage under way: its last event, what was done when it began, and how long ago that was. */
export type RunningStage = { readonly event: ProgressEvent; readonly from: number; readonly elapsedMs: number };

/** In less time nothing can be said of a pace; and one that is slower says less than the time that has passed. */
const [leastPaceMs, leastPerSecond] = [300, 0.1];

/** A stage under way, with as much of it as `room` characters hold, from the most to the least important; null: all. */
export function runningText({ event, from, elapsedMs }: RunningStage, room: number | null): string {
  const { stage, done, total, note = '' } = event;
  const perSecond = (done - from) / (elapsedMs / 1000);
  const isPaced = perSecond > 0 && elapsedMs >= leastPaceMs;
  const count = total === undefined ? (done > 0 ? ` ${done}` : '') : ` ${done} of ${total}`;
  const parts = [
    `${stage}${count}`,
    isPaced && perSecond >= leastPerSecond ? rate(perSecond) : elapsedMs >= 1000 && duration(elapsedMs / 1000),
    isPaced && total !== undefined && `${duration((total - done) / perSecond)} left`,
    ...note.split(', '),
  ].filter((part) => part !== false && part !== '');
  if (room === null) return parts.join(', ');
  while (parts.length > 1 && stringWidth(parts.join(', ')) > room) parts.pop();
  const text = parts.join(', ');
  return stringWidth(text) <= room ? text : `${text.slice(0, room - 1)}…`;
}

/** A stage that is over. */
export function finishedText({ stage, done, note }: ProgressEvent, elapsedMs: number): string {
  return [`${stage} ${done}`, `done in ${duration(elapsedMs / 1000)}`, note].filter((part) => part).join(', ');
}

/** What draws a text over the line of a terminal on which the cursor stands; empty: takes the line away. */
export function drawn(text: string): string {
  return `\r\x1b[2K${text}`;
}
