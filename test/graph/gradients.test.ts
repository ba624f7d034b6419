// @module-tag slow
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { random } from '../../src/base/random.ts';
import { gradients } from '../../src/graph/gradients/catalogue.ts';
import { cases } from './cases/catalogue.ts';
import { directionalError } from './directional.ts';

describe('every gradient agrees with directional differences within 1e-6, or 1e-2 where the runtime has only float32', () => {
  it.each(Object.entries(cases))('%s', async (_, caseOf) => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const drawn = caseOf(random(seed, 'case'));
        expect(await directionalError(drawn, seed)).toBeLessThan(drawn.type === 'float32' ? 1e-2 : 1e-6);
      }),
      { numRuns: 12 },
    );
  });

  it('walks the whole table', () => {
    expect(Object.keys(cases).sort()).toEqual(Object.keys(gradients).sort());
  });
});
