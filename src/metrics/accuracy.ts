import type { Answers } from './evidence.ts';

/** Share of pictures whose answer is the true class, 0..1; NaN of no pictures. */
export function accuracy({ truth, answers }: Answers): number {
  let hits = 0;
  for (let i = 0; i < truth.length; i++) if (truth[i] === answers[i]) hits++;
  return hits / truth.length;
}
