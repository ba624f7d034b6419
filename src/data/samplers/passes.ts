import { random } from '../../base/random.ts';

/** The shuffled order of each pass over 0 .. count - 1, seeded by the pass number; keeps the last order in memory. */
export function passes(seed: number, purpose: string, count: number): (pass: number) => readonly number[] {
  const all = Array.from({ length: count }, (_, i) => i);
  let [last, order] = [-1, all];
  return (pass) => {
    if (pass !== last) [last, order] = [pass, random(seed, `${purpose}/${pass}`).shuffle(all)];
    return order;
  };
}
