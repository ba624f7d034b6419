import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { random } from '../../src/base/random.ts';
import type { Annotations } from '../../src/data/annotations/annotations.ts';
import type { ChainLink } from '../../src/data/supervision/chains.ts';
import type { Contradiction } from '../../src/data/supervision/contradictions.ts';
import { relationsOf } from '../../src/data/supervision/relations-of.ts';
import {
  contradictionRecords,
  contradictionSentence,
  requireConsistent,
} from '../../src/data/supervision/require-consistent.ts';
import { supervision } from '../../src/data/supervision/supervision.ts';
import { annotations, consistent, naiveDifferent, naiveDistances, picture, table } from './naive-supervision.ts';

/** Whether the chain leads from one end to the other and each of its links is what somebody said. */
function holds(chain: readonly ChainLink[], { from, to }: Contradiction, said: Required<Annotations>): boolean {
  const places = [from, ...chain.map((link) => link.to)];
  return (
    places.at(-1) === to && chain.every((link, i) => link.from === places[i] && saysSame(link, said)) // in one piece
  );
}

function saysSame({ from, to, because }: ChainLink, { labels, pairs, groups }: Required<Annotations>): boolean {
  if (because.kind === 'label') return labels[from] === because.label && labels[to] === because.label;
  if (because.kind === 'group') return groups[because.group].includes(from) && groups[because.group].includes(to);
  const { a, b, same } = pairs[because.pair];
  return same && ((a === from && b === to) || (a === to && b === from));
}

describe('supervision', () => {
  it('makes identities that are the closure of what is the same', () => {
    fc.assert(
      fc.property(annotations, (said) => {
        const { identities, areSame } = supervision(said);
        const steps = naiveDistances(said);
        expect(table((i, j) => Number(areSame(i, j)))).toEqual(table((i, j) => Number(steps[i][j] < 1e9)));
        expect(new Set(identities.of)).toEqual(new Set(Array.from({ length: identities.count }, (_, i) => i)));
      }),
    );
  });

  it('lifts differences from pictures to identities, and gives labels to whole identities', () => {
    fc.assert(
      fc.property(consistent, (said) => {
        const { areDifferent, labels, contradictions } = supervision(said);
        const steps = naiveDistances(said);
        expect(contradictions).toEqual([]);
        expect(table((i, j) => Number(areDifferent(i, j)))).toEqual(naiveDifferent(said, steps));
        labels.forEach((label, i) => {
          const own = said.labels.filter((each, j) => each !== null && steps[i][j] < 1e9);
          expect(label).toBe(own[0] ?? null);
        });
      }),
    );
  });

  it('lists every pair and triplet that a chain contradicts, with a shortest chain', () => {
    fc.assert(
      fc.property(annotations, (said) => {
        const { contradictions, chainOf } = supervision(said);
        const steps = naiveDistances(said);
        const listed = (kind: string) => contradictions.filter((each) => each.kind === kind);
        expect(listed('pair').map((each) => 'pair' in each && each.pair)).toEqual(
          [...said.pairs.keys()].filter((i) => !said.pairs[i].same && steps[said.pairs[i].a][said.pairs[i].b] < 1e9),
        );
        expect(listed('triplet').map((each) => 'triplet' in each && each.triplet)).toEqual(
          [...said.triplets.keys()].filter((i) => {
            const { anchor, positive, negative } = said.triplets[i];
            return Math.min(steps[anchor][negative], steps[positive][negative]) < 1e9;
          }),
        );
        for (const each of [...listed('pair'), ...listed('triplet')]) {
          expect(holds(chainOf(each), each, said)).toBe(true);
          expect(chainOf(each).length).toBe(steps[each.from][each.to]);
        }
      }),
    );
  });

  it('lists where labels meet, each with its shortest chain; without those statements no two labels are joined', () => {
    fc.assert(
      fc.property(annotations, (said) => {
        const { contradictions, chainOf } = supervision(said);
        const steps = naiveDistances(said, false);
        const toLabel = steps.map((row) => Math.min(...row.filter((_, j) => said.labels[j] !== null)));
        let [pairs, groups] = [said.pairs, said.groups];
        for (const each of contradictions) {
          if (each.kind !== 'label') continue;
          const chain = chainOf(each);
          expect(holds(chain, each, said)).toBe(true);
          expect([said.labels[each.from], said.labels[each.to]]).toEqual(each.labels);
          expect(each.labels[0]).not.toBe(each.labels[1]);
          const { near, far } = each.at;
          expect(chain.length).toBe(toLabel[near] + 1 + toLabel[far]);
          const meeting = chain.find(({ from, to }) => from === near && to === far)?.because;
          if (meeting?.kind === 'pair') pairs = pairs.filter((pair) => pair !== said.pairs[meeting.pair]);
          if (meeting?.kind === 'group') {
            groups = groups.map((group, i) => (i === meeting.group ? group.filter((member) => member !== far) : group));
          }
        }
        const mended = naiveDistances({ ...said, pairs, groups });
        for (const [i, row] of mended.entries()) {
          for (const [j, distance] of row.entries()) {
            const clash = said.labels[i] !== null && said.labels[j] !== null && said.labels[i] !== said.labels[j];
            expect(clash && distance < 1e9).toBe(false);
          }
        }
      }),
    );
  });

  it('says nothing of nothing', () => {
    const { identities, labels, contradictions } = supervision({ count: 3 });
    expect([identities.count, labels, contradictions]).toEqual([3, [null, null, null], []]);
    expect(supervision({ count: 0 }).identities.count).toBe(0);
  });

  it('refuses statements about pictures that there are not', () => {
    for (const wrong of [
      { labels: ['a'] },
      { pairs: [{ a: 0, b: 3, same: true }] },
      { triplets: [{ anchor: -1, positive: 0, negative: 1 }] },
      { groups: [[0.5]] },
    ]) {
      expect(() => supervision({ count: 3, ...wrong })).toThrow(/^internal:/);
    }
  });
});

describe('a contradiction', () => {
  const names = ['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg'];
  const nameOf = (index: number) => names[index];

  it('is told with its chain, by the names of the pictures', () => {
    const known = supervision({
      count: 4,
      labels: ['mug', null, null, 'mug'],
      pairs: [
        { a: 0, b: 1, same: true },
        { a: 1, b: 3, same: false },
      ],
    });
    const records = contradictionRecords(known, nameOf);
    expect(JSON.parse(JSON.stringify(records))).toEqual(records);
    expect(records.map(contradictionSentence)).toEqual([
      'a pair says that b.jpg and d.jpg are different, but b.jpg = a.jpg (a pair says they are the same) = d.jpg (both labelled mug)',
    ]);
    expect(() => requireConsistent(known, nameOf)).toThrow(
      expect.objectContaining({ code: 'contradiction', given: contradictionSentence(records[0]) }),
    );
    expect(() => relationsOf(known, [0, 1])).toThrow(expect.objectContaining({ code: 'contradiction' }));
  });

  it('of labels, triplets and one picture reads as a sentence too', () => {
    const known = supervision({
      count: 4,
      labels: ['mug', 'cup', null, null],
      groups: [[0, 1]],
      pairs: [{ a: 2, b: 2, same: false }],
      triplets: [{ anchor: 3, positive: 2, negative: 3 }],
    });
    expect(contradictionRecords(known, nameOf).map(contradictionSentence)).toEqual([
      'a pair says that c.jpg and c.jpg are different, but this is one picture',
      'a triplet says that d.jpg is nearer to c.jpg than to d.jpg, but this is one picture',
      'a.jpg has the label mug and b.jpg cup, but a.jpg = b.jpg (both in group 0)',
    ]);
  });
});

describe('relationsOf', () => {
  it('is 1 for what is known, the share of triplets for what only they know, else 0', () => {
    fc.assert(
      fc.property(consistent, fc.array(picture, { maxLength: 8 }), (said, batch) => {
        const known = supervision(said);
        const { positive, negative, mostPositives } = relationsOf(known, batch);
        const steps = naiveDistances(said);
        const different = naiveDifferent(said, steps);
        const same = (i: number, j: number) => steps[i][j] < 1e9;
        const votes = (i: number, j: number, end: 'positive' | 'negative') =>
          said.triplets.filter((triplet) => same(triplet.anchor, i) && same(triplet[end], j)).length;
        const expected = batch.map((a, i) =>
          batch.map((b, j) => {
            if (i === j) return [0, 0];
            if (same(a, b)) return [1, 0];
            if (different[a][b]) return [0, 1];
            const [near, far] = [votes(a, b, 'positive'), votes(a, b, 'negative')];
            return near + far === 0 ? [0, 0] : [near / (near + far), far / (near + far)];
          }),
        );
        for (const a of batch) {
          for (const b of batch) if (same(a, b) || different[a][b]) expect(known.relative(a, b)).toEqual([0, 0]);
        }
        expect(positive).toEqual(Float32Array.from(expected.flat(), ([near]) => near));
        expect(negative).toEqual(Float32Array.from(expected.flat(), ([, far]) => far));
        expect(mostPositives).toBe(Math.max(0, ...expected.map((row) => row.filter(([near]) => near > 0).length)));
      }),
    );
  });

  it('takes a triplet from its anchor, joins nothing by it, and prefers what is known absolutely', () => {
    const triplets = [
      { anchor: 0, positive: 1, negative: 2 },
      { anchor: 0, positive: 3, negative: 1 },
    ];
    const alone = relationsOf(supervision({ count: 4, triplets }), [0, 1, 2, 3]);
    expect([...alone.positive]).toEqual([0, 0.5, 0, 1, ...new Array(12).fill(0)]);
    expect([...alone.negative]).toEqual([0, 0.5, 1, 0, ...new Array(12).fill(0)]);
    const pairs = [{ a: 3, b: 0, same: false }];
    const both = relationsOf(supervision({ count: 4, triplets, pairs }), [0, 3]);
    expect([[...both.positive], [...both.negative]]).toEqual([
      [0, 0, 0, 0],
      [0, 1, 1, 0],
    ]);
  });
});

it('stays right where it is large: as many rings as there should be, each cut once where two labels meet', () => {
  const [rings, size] = [40, 500];
  const { integer } = random(3, 'rings');
  const numbers = random(5, 'numbers').shuffle([...Array(rings * size).keys()]);
  const at = (ring: number, place: number) => numbers[ring * size + (place % size)];
  const pairs = Array.from({ length: rings * size }, (_, i) => {
    const [ring, place] = [Math.floor(i / size), i % size];
    return { a: at(ring, place), b: at(ring, place + 1), same: true };
  });
  const labels = new Array<string | null>(rings * size).fill(null);
  const half = size / 2;
  labels[at(7, 3)] = 'one';
  labels[at(7, 3 + half)] = 'two';
  const { identities, contradictions, chainOf } = supervision({
    count: rings * size,
    labels,
    pairs: random(integer(9), 'order').shuffle(pairs),
  });
  expect(identities.count).toBe(rings);
  expect(contradictions.map((each) => [each.kind, chainOf(each).length])).toEqual([
    ['label', half],
    ['label', half],
  ]);
});
