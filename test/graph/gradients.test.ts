import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { random } from '../../src/base/random.ts';
import { gradients } from '../../src/graph/gradients/catalogue.ts';
import { cases } from './cases.ts';
import { directionalError } from './directional.ts';

describe('every gradient agrees with directional differences within 1e-6, in float64', () => {
  it.each(Object.entries(cases))('%s', async (_, caseOf) => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        expect(await directionalError(caseOf(random(seed, 'case')), seed)).toBeLessThan(1e-6);
      }),
      { numRuns: 12 },
    );
  });

  it('walks the whole table', () => {
    expect(Object.keys(cases).sort()).toEqual(Object.keys(gradients).sort());
  });
});
