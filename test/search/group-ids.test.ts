import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { annotatedPictures, supervisionBy } from '../../src/data/annotations/annotated-pictures.ts';
import type { Annotations } from '../../src/data/annotations/annotations.ts';
import { groupIdsOf } from '../../src/search/group-ids.ts';

const count = 60;
const unitsBy = (annotations: Omit<Annotations, 'count'>) => {
  const annotated = annotatedPictures({ count, ...annotations });
  return { annotated, units: groupIdsOf({ labels: new Int32Array(count), annotated }) };
};
const picture = fc.integer({ min: 0, max: count - 1 });
const pairs = (most: number) =>
  fc
    .array(fc.record({ a: picture, b: picture, same: fc.boolean() }), { maxLength: most })
    .map((all) => all.filter(({ a, b }) => a !== b));

describe('group ids', () => {
  it('are classes where these are known', () => {
    const labels = Int32Array.of(2, 0, 2);
    expect(groupIdsOf({ labels })).toBe(labels);
  });

  it('are connected components of pairs, where these are small', () => {
    fc.assert(
      fc.property(pairs(12), (some) => {
        const { units } = unitsBy({ pairs: some });
        const sizes = new Map<number, number>();
        for (const unit of units) sizes.set(unit, (sizes.get(unit) ?? 0) + 1);
        if (Math.max(...sizes.values()) > count / 8) return;
        for (const { a, b } of some.filter(({ same }) => same)) expect(units[a]).toBe(units[b]);
      }),
    );
    const { units } = unitsBy({
      pairs: [
        { a: 3, b: 9, same: false },
        { a: 9, b: 4, same: true },
      ],
    });
    expect([units[3], units[9]]).toEqual([units[4], units[4]]);
    expect(new Set(units).size).toBe(count - 2);
  });

  it('join copies', () => {
    const pairs = [{ a: 3, b: 9, same: false }];
    const groups = Array.from({ length: count }, (_, i) => (i === 9 || i === 20 ? 'scene' : null));
    const units = groupIdsOf({ labels: new Int32Array(count), annotated: annotatedPictures({ count, pairs }), groups });
    expect([units[3], units[20]]).toEqual([units[9], units[9]]);
  });

  it('are identities, where components are large', () => {
    fc.assert(
      fc.property(pairs(120), (some) => {
        const { annotated, units } = unitsBy({ pairs: some });
        const { of } = supervisionBy(annotated).identities;
        const unitOf = new Map(Array.from(of, (identity, i) => [identity, units[i]] as const));
        for (const [i, identity] of of.entries()) expect(units[i]).toBe(unitOf.get(identity));
      }),
    );
  });

  it('join positives of triplets, where all are connected', () => {
    const anchors = Array.from({ length: count / 2 }, (_, i) => 2 * i);
    const triplets = anchors.map((anchor) => ({ anchor, positive: anchor + 1, negative: (anchor + 2) % count }));
    const { units } = unitsBy({ triplets });
    for (const anchor of anchors) expect(units[anchor]).toBe(units[anchor + 1]);
    expect(new Set(units).size).toBe(count / 2);
  });
});
