import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DiscernError } from '../../../src/base/error.ts';
import { random } from '../../../src/base/random.ts';
import { type SamplerMaterial, samplers } from '../../../src/data/samplers/catalogue.ts';
import type { Sampler } from '../../../src/data/samplers/sampler.ts';
import { classesOf, steps } from './batches.ts';

const labelled = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 60 });
const size = fc.integer({ min: 1, max: 50 });

/** The options of all samplers, for few to many samples of one to seven classes, with classes of one sample. */
const material = fc.tuple(labelled, fc.integer({ min: 1, max: 10 }), fc.integer()).chain(([labels, ways, seed]) => {
  const sample = fc.integer({ min: 0, max: labels.length - 1 });
  const some = { minLength: 1, maxLength: 20 };
  return fc.record({
    labels: fc.constant(labels),
    batch: fc.constant(3 * ways), // whole ways of one shot and two queries
    seed: fc.constant(seed),
    perClass: fc.integer({ min: 1, max: 6 }),
    superclasses: fc.constant(labels.map((label) => label % 3)),
    superPerBatch: fc.integer({ min: 1, max: 4 }),
    pairs: fc.array(fc.record({ a: sample, b: sample, same: fc.boolean() }), some),
    triplets: fc.array(fc.record({ anchor: sample, positive: sample, negative: sample }), some),
    sets: fc.array(fc.array(sample, { minLength: 1, maxLength: 5 }), some),
    shots: fc.constant(1),
    queries: fc.constant(2),
  });
});

/** The sampler; null where it refuses because an episode asks for more classes than have two samples. */
function made(sampler: (given: SamplerMaterial) => Sampler, given: SamplerMaterial): Sampler | null {
  try {
    return sampler(given);
  } catch (error) {
    const usable = classesOf(given.labels).filter((samples) => samples.length > 1).length;
    expect([sampler, error instanceof DiscernError && error.code]).toEqual([samplers.episodes, 'too-few']);
    expect(usable).toBeLessThan(given.batch / 3);
    return null;
  }
}

describe.each(Object.entries(samplers))('%s', (_, sampler) => {
  it('gives full batches of samples that there are', () => {
    fc.assert(
      fc.property(material, (given) => {
        const draw = made(sampler, given);
        for (const taken of draw ? steps(draw, 5) : []) {
          expect(taken.length).toBe(given.batch);
          expect(taken.every((each) => Number.isInteger(each) && each >= 0 && each < given.labels.length)).toBe(true);
        }
      }),
    );
  });

  it('gives at a step the same batch whatever was asked before, so that work can be taken up anywhere', () => {
    fc.assert(
      fc.property(material, (given) => {
        const draw = made(sampler, given);
        if (draw === null) return;
        const inOrder = steps(draw, 12);
        for (const step of random(given.seed, 'order').shuffle([0, 3, 3, 7, 11, 5])) {
          expect(draw(step)).toEqual(inOrder[step]);
          expect(made(sampler, given)?.(step)).toEqual(inOrder[step]);
        }
      }),
    );
  });

  it('differs from pass to pass and from seed to seed', () => {
    const samples = Array.from({ length: 60 }, (_, i) => i);
    const given = (seed: number): SamplerMaterial => ({
      labels: samples.map((i) => i % 10),
      superclasses: samples.map((i) => i % 5),
      batch: 60,
      seed,
      pairs: samples.map((i) => ({ a: i, b: (i + 10) % 60, same: i % 2 === 0 })),
      triplets: samples.map((i) => ({ anchor: i, positive: (i + 10) % 60, negative: (i + 1) % 60 })),
      sets: samples.map((i) => [i, (i + 7) % 60]),
    });
    const draw = sampler(given(0));
    expect(draw(0)).not.toEqual(draw(1));
    expect(draw(0)).not.toEqual(sampler(given(1))(0));
  });
});

describe('shuffled', () => {
  it('is passes, laid end to end, in which every sample comes exactly once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), size, fc.integer(), (count, batch, seed) => {
        const draw = samplers.shuffled({ labels: new Int32Array(count), batch, seed });
        const flat = Array.from({ length: count * 3 }, (_, step) => draw(step)).flat();
        for (let start = 0; start + count <= flat.length; start += count) {
          // Within a batch the order is free, so a pass is a pass only where it ends with a batch.
          if ((start + count) % batch === 0 && start % batch === 0) {
            expect(new Set(flat.slice(start, start + count)).size).toBe(count);
          }
        }
        const times = new Array(count).fill(0);
        for (const sample of flat) times[sample]++;
        expect(Math.max(...times) - Math.min(...times)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('draws what heads have always been taught with', () => {
    const draw = samplers.shuffled({ labels: new Int32Array(7), batch: 3, seed: 5 });
    const stream = random(5, 'batches');
    let pass: number[] = [];
    for (let step = 0; step < 9; step++) {
      const batch: number[] = [];
      while (batch.length < 3) {
        if (pass.length === 0) pass = stream.shuffle([0, 1, 2, 3, 4, 5, 6]);
        batch.push(...pass.splice(-(3 - batch.length)));
      }
      expect(draw(step)).toEqual(batch);
    }
  });
});

describe('balanced', () => {
  it('draws every class equally often, within one, and within a class every picture, also from classes of one', () => {
    fc.assert(
      fc.property(labelled, size, fc.integer(), (labels, batch, seed) => {
        const draw = samplers.balanced({ labels, batch, seed });
        const taken = Array.from({ length: 20 }, (_, step) => draw(step)).flat();
        const times = labels.map((_, sample) => taken.filter((each) => each === sample).length);
        const ofClass = new Map<number, number[]>();
        labels.forEach((label, sample) => {
          ofClass.set(label, [...(ofClass.get(label) ?? []), times[sample]]);
        });
        const totals = [...ofClass.values()].map((each) => each.reduce((a, b) => a + b, 0));
        expect(Math.max(...totals) - Math.min(...totals)).toBeLessThanOrEqual(1);
        for (const each of ofClass.values()) expect(Math.max(...each) - Math.min(...each)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

/** Whether a batch repeats only where there are too few samples for it, and then all of them equally often. */
function repeatsOnlyIfShort(taken: readonly number[], available: ReadonlySet<number>): boolean {
  const different = new Set(taken).size;
  return different === Math.min(taken.length, available.size);
}

const everyone = (labels: ArrayLike<number>) => new Set(Array.from(labels).keys());
const counts = (taken: readonly number[], labels: ArrayLike<number>) => {
  const of = new Map<number, number>();
  for (const sample of new Set(taken)) of.set(labels[sample], (of.get(labels[sample]) ?? 0) + 1);
  return of;
};

describe('mPerClass', () => {
  it('gives m of each class, or all of a smaller one, none twice, and more only where classes are too few', () => {
    fc.assert(
      fc.property(material, size, (given, batch) => {
        const { labels, perClass } = given;
        const draw = samplers.mPerClass({ ...given, batch });
        const classes = classesOf(labels);
        const each = Math.max(perClass, Math.ceil(batch / classes.length));
        const enough = classes.reduce((sum, { length }) => sum + Math.min(length, each), 0) >= batch;
        for (const taken of steps(draw, 6)) {
          expect(repeatsOnlyIfShort(taken, everyone(labels))).toBe(true);
          if (!enough) continue;
          const found = [...counts(taken, labels)];
          const whole = found.filter(
            ([label, count]) =>
              count === Math.min(each, classes.find(([first]) => labels[first] === label)?.length ?? 0),
          );
          expect(found.length - whole.length).toBeLessThanOrEqual(1); // the last is cut where the batch ends
          expect(found.every(([, count]) => count <= each)).toBe(true);
        }
      }),
    );
  });

  it('comes round to every class equally often, and to every sample of a class', () => {
    const labels = Array.from({ length: 96 }, (_, i) => i % 12); // 12 classes of 8
    const draw = samplers.mPerClass({ labels, batch: 16, perClass: 4, seed: 4 });
    const taken = steps(draw, 6).flat(); // two rounds of all classes
    expect(taken.toSorted((a, b) => a - b)).toEqual(labels.map((_, i) => i));
  });

  it('of classes of one is every class once', () => {
    const draw = samplers.mPerClass({ labels: [3, 1, 2, 0], batch: 4, seed: 0 });
    for (const taken of steps(draw, 5)) expect(taken.toSorted()).toEqual([0, 1, 2, 3]);
  });
});

describe('hierarchical', () => {
  it('repeats none, and takes a batch of as few super-classes as asked where those are large enough', () => {
    fc.assert(
      fc.property(material, size, (given, batch) => {
        const { labels, superclasses, superPerBatch } = given;
        const supers = classesOf(superclasses);
        const asked = Math.min(superPerBatch, supers.length);
        for (const taken of steps(samplers.hierarchical({ ...given, batch }), 6)) {
          expect(repeatsOnlyIfShort(taken, everyone(labels))).toBe(true);
          const large = supers.every(({ length }) => length >= Math.ceil(batch / asked));
          if (large) expect(counts(taken, superclasses).size).toBeLessThanOrEqual(asked);
        }
      }),
    );
  });

  it('is m per class within each super-class', () => {
    const samples = Array.from({ length: 240 }, (_, i) => i);
    const labels = samples.map((i) => i % 24); // 24 classes of 10, 6 super-classes of 4
    const superclasses = samples.map((i) => i % 6);
    const draw = samplers.hierarchical({ labels, superclasses, superPerBatch: 3, perClass: 5, batch: 30, seed: 1 });
    for (const taken of steps(draw, 8)) {
      expect([...counts(taken, superclasses).values()]).toEqual([10, 10, 10]);
      expect([...counts(taken, labels).values()]).toEqual([5, 5, 5, 5, 5, 5]);
    }
    expect(new Set(steps(draw, 8).flat()).size).toBe(240);
  });
});

describe('pairs', () => {
  it('has both ends of its pairs, but of the last, and repeats none', () => {
    fc.assert(
      fc.property(material, size, (given, batch) => {
        const involved = new Set(given.pairs.flatMap(({ a, b }) => [a, b]));
        for (const taken of steps(samplers.pairs({ ...given, batch }), 5)) {
          expect(repeatsOnlyIfShort(taken, involved)).toBe(true);
          const together = given.pairs.filter(({ a, b }) => taken.includes(a) && taken.includes(b));
          const left = new Set(taken);
          for (const { a, b } of together) for (const end of [a, b]) left.delete(end);
          expect(left.size).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('takes same and different equally often, and comes round to all of them', () => {
    const known = Array.from({ length: 48 }, (_, i) => ({ a: 2 * i, b: 2 * i + 1, same: i % 4 === 0 })); // 12 same
    const draw = samplers.pairs({ pairs: known, batch: 16, seed: 2 });
    const taken = steps(draw, 9).map((batch) => batch.filter((sample) => sample % 2 === 0).map((a) => known[a / 2]));
    for (const batch of taken) expect(batch.filter(({ same }) => same).length).toBe(4);
    expect(new Set(taken.flat()).size).toBe(48);
    const only = known.filter(({ same }) => same);
    expect(new Set(samplers.pairs({ pairs: only, batch: 24, seed: 2 })(0)).size).toBe(24);
  });
});

describe.each(['triplets', 'fixedSets'] as const)('%s', (name) => {
  it('has its sets whole, but the last, and repeats none', () => {
    fc.assert(
      fc.property(material, size, (given, batch) => {
        const sets =
          name === 'fixedSets'
            ? given.sets
            : given.triplets.map(({ anchor, positive, negative }) => [anchor, positive, negative]);
        const largest = Math.max(...sets.map(({ length }) => length));
        for (const taken of steps(samplers[name]({ ...given, batch }), 5)) {
          expect(repeatsOnlyIfShort(taken, new Set(sets.flat()))).toBe(true);
          const whole = sets.filter((set) => set.every((sample) => taken.includes(sample)));
          const covered = new Set(whole.flat());
          expect(taken.filter((sample) => !covered.has(sample)).length).toBeLessThan(largest);
        }
      }),
    );
  });
});

it('pairs, triplets and sets refuse to draw from nothing', () => {
  for (const draw of [
    () => samplers.pairs({ pairs: [], batch: 4, seed: 0 }),
    () => samplers.triplets({ triplets: [], batch: 4, seed: 0 }),
    () => samplers.fixedSets({ sets: [[]], batch: 4, seed: 0 }),
  ]) {
    expect(draw).toThrow(expect.objectContaining({ code: 'empty' }));
  }
});
