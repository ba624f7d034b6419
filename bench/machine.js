import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

/** What the figures were taken on. `load`: how many processes wanted to run in the last minute and five minutes. */
export function machine() {
  const [one, five] = loadavg();
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGB: Math.round(totalmem() / 1e9),
    node: process.versions.node,
    load: [one, five].map((value) => Number(value.toFixed(2))),
  };
}
