import { writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { drawn, runningText } from './progress-text.ts';
import { alone, sharedIndices, type TickedStage, type TickerData } from './ticker.ts';

const { shared, descriptor }: TickerData = workerData;

/** The line is redrawn at least this often. */
const everyMs = 1000;
const lookEveryMs = 250;

let stage: TickedStage | null = null;
let begunMs = 0;
let shownMs = 0;

parentPort?.on('message', (shown: TickedStage) => {
  stage = shown;
  shownMs = performance.now();
  begunMs = shownMs - shown.elapsedMs;
});

setInterval(() => {
  const now = performance.now();
  if (stage === null || now - shownMs < everyMs) return;
  const { event, from, room, turn } = stage;
  shownMs = now;
  alone(shared, () => {
    if (Atomics.load(shared, sharedIndices.turn) === turn)
      write(drawn(runningText({ event, from, elapsedMs: now - begunMs }, room)));
  });
}, lookEveryMs);

/** If the terminal does not accept output, one redraw is skipped. */
function write(text: string): void {
  try {
    writeSync(descriptor, text);
  } catch {}
}
