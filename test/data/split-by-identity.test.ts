import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Annotations } from '../../src/data/annotations/annotations.ts';
import { annotationsOf, annotationsWithin } from '../../src/data/annotations/annotations-of.ts';
import { splitByIdentity } from '../../src/data/annotations/split-by-identity.ts';
import { type Dataset, parts, type Sample } from '../../src/data/dataset.ts';
import { supervision } from '../../src/data/supervision/supervision.ts';
import { consistent, count, naiveDistances } from './naive-supervision.ts';

const samplesOf = (said: Required<Annotations>): Sample[] =>
  said.labels.map((label, i) => ({ path: `${i}.jpg`, label, part: null, group: null }));

describe('splitByIdentity', () => {
  const shares = { train: 0.5, val: 0.2, test: 0.3 };
  const seeds = fc.integer();

  it('keeps samples and order, and no identity or group crosses; with whole statements no pair or triplet does', () => {
    fc.assert(
      fc.property(
        consistent,
        seeds,
        fc.array(fc.constantFrom('g', 'h', null), { minLength: count, maxLength: count }),
        (said, seed, groups) => {
          const samples = samplesOf(said).map((sample, i) => ({ ...sample, group: groups[i] }));
          const known = supervision(said);
          const steps = naiveDistances(said);
          for (const whole of ['identities', 'annotations'] as const) {
            const split = splitByIdentity(samples, known, { seed, shares, whole });
            expect(split.map((sample) => ({ ...sample, part: null }))).toEqual(samples);
            const crosses = (i: number, j: number) => split[i].part !== split[j].part;
            expect(split.every(({ part }) => part !== null && parts.includes(part))).toBe(true);
            for (let i = 0; i < count; i++) {
              for (let j = 0; j < count; j++) {
                if (steps[i][j] < 1e9 || (groups[i] && groups[i] === groups[j])) expect(crosses(i, j)).toBe(false);
              }
            }
            if (whole === 'identities') continue;
            for (const { a, b } of said.pairs) expect(crosses(a, b)).toBe(false);
            for (const { anchor, positive, negative } of said.triplets) {
              expect(crosses(anchor, positive) || crosses(anchor, negative)).toBe(false);
            }
          }
        },
      ),
    );
  });

  it('is seeded, and comes near the shares of pictures, classes never seen for labelled ones', () => {
    const labels = Array.from({ length: 400 }, (_, i) => `class ${Math.floor(i / 4)}`);
    const samples = labels.map((label, i) => ({ path: `${i}.jpg`, label, part: null, group: null }));
    const known = supervision({ count: 400, labels });
    const split = (seed: number) => splitByIdentity(samples, known, { seed, shares });
    expect(split(1)).toEqual(split(1));
    expect(split(1)).not.toEqual(split(2));
    for (const part of parts) {
      expect(Math.abs(split(1).filter((each) => each.part === part).length - 400 * shares[part])).toBeLessThanOrEqual(
        4,
      );
    }
    const reversed = supervision({ count: 400, labels: labels.toReversed() });
    const other = splitByIdentity(samples.toReversed(), reversed, { seed: 1, shares });
    expect(other.toReversed()).toEqual(split(1));
  });
});

describe('statementsWithin', () => {
  it('keeps what is said of these pictures alone, so that training knows of no other', () => {
    fc.assert(
      fc.property(consistent, fc.shuffledSubarray([...Array(count).keys()]), (said, members) => {
        const within = annotationsWithin(said, members);
        const inside = (...pictures: number[]) => pictures.every((each) => members.includes(each));
        expect(within.count).toBe(members.length);
        expect(within.labels).toEqual(members.map((member) => said.labels[member]));
        expect(within.pairs?.map(({ a, b, same }) => ({ a: members[a], b: members[b], same }))).toEqual(
          said.pairs.filter(({ a, b }) => inside(a, b)),
        );
        expect(within.triplets?.length).toBe(
          said.triplets.filter(({ anchor, positive, negative }) => inside(anchor, positive, negative)).length,
        );
        const [whole, part] = [supervision(said), supervision(within)];
        members.forEach((a, i) => {
          members.forEach((b, j) => {
            if (part.areSame(i, j)) expect(whole.areSame(a, b)).toBe(true);
            if (part.areDifferent(i, j)) expect(whole.areDifferent(a, b)).toBe(true);
          });
        });
      }),
    );
  });

  it('loses nothing about identities that are whole', () => {
    fc.assert(
      fc.property(consistent, fc.integer(), (said, seed) => {
        const whole = supervision(said);
        const shares = { train: 0.5, val: 0, test: 0.5 };
        const split = splitByIdentity(samplesOf(said), whole, { seed, shares });
        const members = split.flatMap(({ part }, i) => (part === 'train' ? [i] : []));
        const train = supervision(annotationsWithin(said, members));
        members.forEach((a, i) => {
          expect(members.map((_, j) => train.areSame(i, j))).toEqual(members.map((b) => whole.areSame(a, b)));
        });
      }),
    );
  });
});

describe('statementsOf', () => {
  const sample = (path: string, label: string | null, group: string | null) => ({ path, label, group, part: null });
  const dataset = (given: Partial<Dataset>): Dataset => ({
    name: 'list',
    samples: [],
    classes: [],
    pairs: [],
    triplets: [],
    remarks: [],
    ...given,
  });

  it('numbers the pictures of pairs and triplets as the samples', () => {
    const samples = ['p', 'q', 'r'].map((path) => sample(path, null, null));
    const pairs = [{ a: 'r', b: 'p', same: true }];
    const triplets = [{ anchor: 'q', positive: 'p', negative: 'r' }];
    expect(annotationsOf(dataset({ samples, pairs, triplets }))).toEqual({
      count: 3,
      labels: [null, null, null],
      pairs: [{ a: 2, b: 0, same: true }],
      triplets: [{ anchor: 1, positive: 0, negative: 2 }],
      groups: [],
    });
    expect(() => annotationsOf(dataset({ samples, pairs: [{ a: 'p', b: 's', same: true }] }))).toThrow(
      /^s is in a pair/,
    );
  });

  it('takes groups for identities only where there are no labels', () => {
    const samples = [sample('p', null, 'g'), sample('q', null, null), sample('r', null, 'g')];
    expect(annotationsOf(dataset({ samples })).groups).toEqual([[0, 2]]);
    const labelled = [...samples, sample('s', 'mug', 'g')];
    expect(annotationsOf(dataset({ samples: labelled, classes: ['mug'] })).groups).toEqual([]);
  });
});
