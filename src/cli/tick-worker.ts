import { writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { drawn, runningText } from './progress-text.ts';
import { alone, places, type TickedStage, type TickerData } from './ticker.ts';

const { shared, descriptor }: TickerData = workerData;

/** The line moves at least so often. */
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
    if (Atomics.load(shared, places.turn) === turn)
      write(drawn(runningText({ event, from, elapsedMs: now - begunMs }, room)));
  });
}, lookEveryMs);

/** A terminal that takes nothing just now misses one drawing. */
function write(text: string): void {
  try {
    writeSync(descriptor, text);
  } catch {}
}
