import { describe, expect, it } from 'vitest';
import type { Search } from '../../src/search/search-hyperparameters.ts';
import { significant } from '../../src/search/significant.ts';

const usual = { loss: 'crossEntropy', dimensions: 256, learningRate: 6e-4, epochs: 12 };
const chosen = { ...usual, loss: 'circle' };

function search(scores: readonly number[], baseline: readonly number[]): Search {
  const trials = [
    { ...usual, scores: [0.5, 0.5, 0.5, 0.5] },
    { ...chosen, scores },
  ];
  return { chosen, trials, baseline, metric: 'recall at 1', folds: 4, cutShort: false };
}

describe('the result of a search on features, for fine-tuning', () => {
  it('is used where heads improved on the features significantly', () => {
    const clear = search([0.8, 0.9, 0.8, 0.9], [0.7, 0.8, 0.7, 0.7]);
    expect(significant(clear)).toBe(clear);
  });

  it('is dropped where they did not: the defaults are kept, and all trials are reported', () => {
    const saturated = search([0.99, 1, 1, 0.99], [0.99, 1, 0.99, 1]);
    expect(significant(saturated)).toEqual({ ...saturated, chosen: usual });
    const worse = search([0.6, 0.6, 0.6, 0.6], [0.7, 0.7, 0.7, 0.7]);
    expect(significant(worse).chosen).toEqual(usual);
  });

  it('is unchanged where the time was over before the baseline was scored', () => {
    const short = { ...search([0.8], []), cutShort: true };
    expect(significant(short)).toBe(short);
  });
});
