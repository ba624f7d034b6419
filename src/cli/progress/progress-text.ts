import stringWidth from 'string-width';
import { duration, formatRate } from '../../base/figures.ts';
import type { ProgressEvent } from '../../base/progress.ts';

/** A running stage: its last event, the items that were done at its start, and the time since then. */
export type RunningStage = { readonly event: ProgressEvent; readonly from: number; readonly elapsedMs: number };

/** The speed is shown after 300 ms, and only from 0.1 items per second on; otherwise the elapsed time is shown. */
const [leastPaceMs, leastPerSecond] = [300, 0.1];

/** A running stage as text of at most `room` characters; the least important parts are dropped. Null: no limit. */
export function runningText({ event, from, elapsedMs }: RunningStage, room: number | null): string {
  const { stage, done, total, note = '' } = event;
  const perSecond = (done - from) / (elapsedMs / 1000);
  const isPaced = perSecond > 0 && elapsedMs >= leastPaceMs;
  const count = total === undefined ? (done > 0 ? ` ${done}` : '') : ` ${done} of ${total}`;
  const parts = [
    `${stage}${count}`,
    isPaced && perSecond >= leastPerSecond ? formatRate(perSecond) : elapsedMs >= 1000 && duration(elapsedMs / 1000),
    isPaced && total !== undefined && `${duration((total - done) / perSecond)} left`,
    ...note.split(', '),
  ].filter((part) => part !== false && part !== '');
  if (room === null) return parts.join(', ');
  while (parts.length > 1 && stringWidth(parts.join(', ')) > room) parts.pop();
  const text = parts.join(', ');
  return stringWidth(text) <= room ? text : `${text.slice(0, room - 1)}…`;
}

/** A finished stage as text. */
export function finishedText({ stage, done, note }: ProgressEvent, elapsedMs: number): string {
  return [`${stage} ${done}`, `done in ${duration(elapsedMs / 1000)}`, note].filter((part) => part).join(', ');
}

/** The characters that replace the current line of a terminal by a text; an empty text clears the line. */
export function drawn(text: string): string {
  return `\r\x1b[2K${text}`;
}
