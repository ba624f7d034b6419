import { random } from '../../base/random.ts';

/** The order of each pass over `count` things, seeded by its number; the last one asked for is kept. */
export function passes(seed: number, purpose: string, count: number): (pass: number) => readonly number[] {
  const everyone = Array.from({ length: count }, (_, i) => i);
  let [last, order] = [-1, everyone];
  return (pass) => {
    if (pass !== last) [last, order] = [pass, random(seed, `${purpose}/${pass}`).shuffle(everyone)];
    return order;
  };
}
