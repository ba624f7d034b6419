import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { random } from '../../../src/base/random.ts';
import { samplers } from '../../../src/data/samplers/catalogue.ts';

const labelled = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 60 });
const size = fc.integer({ min: 1, max: 50 });

describe.each(Object.entries(samplers))('%s', (_, sampler) => {
  it('gives full batches of samples that there are', () => {
    fc.assert(
      fc.property(labelled, size, fc.integer(), (labels, batch, seed) => {
        const draw = sampler({ labels, batch, seed });
        for (let step = 0; step < 5; step++) {
          const taken = draw(step);
          expect(taken.length).toBe(batch);
          expect(taken.every((sample) => Number.isInteger(sample) && sample >= 0 && sample < labels.length)).toBe(true);
        }
      }),
    );
  });

  it('gives at a step the same batch whatever was asked before, so that work can be taken up anywhere', () => {
    fc.assert(
      fc.property(labelled, size, fc.integer(), (labels, batch, seed) => {
        const draw = sampler({ labels, batch, seed });
        const inOrder = Array.from({ length: 12 }, (_, step) => draw(step));
        for (const step of random(seed, 'order').shuffle([0, 3, 3, 7, 11, 5])) {
          expect(draw(step)).toEqual(inOrder[step]);
          expect(sampler({ labels, batch, seed })(step)).toEqual(inOrder[step]);
        }
      }),
    );
  });

  it('differs from pass to pass and from seed to seed', () => {
    const labels = Array.from({ length: 50 }, (_, i) => i % 5);
    const draw = sampler({ labels, batch: 50, seed: 0 });
    expect(draw(0)).not.toEqual(draw(1));
    expect(draw(0)).not.toEqual(sampler({ labels, batch: 50, seed: 1 })(0));
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
