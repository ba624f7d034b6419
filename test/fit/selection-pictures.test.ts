import { describe, expect, it } from 'vitest';
import type { Embedded } from '../../src/data/embedding/embedded.ts';
import { heldOutOf, maxHeldOut } from '../../src/fit/held-out/selection-pictures.ts';
import { clouds } from '../gallery/clouds.ts';

const paths = ({ samples }: Embedded) => samples.map(({ path }) => path);
const train = clouds({ a: 2, b: 2 }, { dimensions: 2 });

describe('the judges', () => {
  it('are the held-out pictures of learned classes, as they stand', () => {
    const val = clouds({ b: 3, stranger: 2, a: 1 }, { dimensions: 2, seed: 1 });
    const heldOut = heldOutOf({ train, val }, 0);
    expect(heldOut.samples.map(({ label }) => label)).toEqual(['b', 'b', 'b', 'a']);
    expect(heldOut.hashes).toEqual(val.hashes.filter((_, i) => val.samples[i].label !== 'stranger'));
    expect(heldOut.embeddings.rows).toBe(4);
  });

  it('are a bounded draw of many, by seed, in their order', () => {
    const val = clouds({ a: maxHeldOut, b: 500 }, { dimensions: 2, seed: 1 });
    const [once, again, other] = [0, 0, 1].map((seed) => paths(heldOutOf({ train, val }, seed)));
    expect(once).toHaveLength(maxHeldOut);
    expect(again).toEqual(once);
    expect(other).not.toEqual(once);
    const places = once.map((path) => paths(val).indexOf(path));
    expect(places).toEqual([...new Set(places)].sort((a, b) => a - b));
    expect(once.filter((path) => path.startsWith('b')).length).toBeGreaterThan(300);
  });
});
