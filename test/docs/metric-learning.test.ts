import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RanPage, runPage } from './run-page.ts';

/** What the page's program leaves behind, for the test to judge. */
const afterword = `
const recall = async ({ weights }: { weights: Matrix }) => (await measured(weights)).figures.recallAt1.value;
console.log(JSON.stringify({
  before: before.figures.recallAt1.value,
  learned: {
    byLabels: await recall(byLabels),
    byPairs: await recall(byPairs),
    byOwnLoss: await recall(byOwnLoss),
  },
  ofNetwork: byNetwork.history.map(({ loss }) => loss),
  kinds: [true, false].map((same) => pairs.filter((pair) => pair.same === same).length),
}));
`;

type Outcome = {
  readonly before: number;
  readonly learned: Readonly<Record<'byLabels' | 'byPairs' | 'byOwnLoss', number>>;
  readonly ofNetwork: readonly number[];
  readonly kinds: readonly number[];
};

describe('docs/metric-learning.md', () => {
  let page: RanPage;
  let outcome: Outcome;

  beforeAll(async () => {
    page = await runPage('metric-learning.md', afterword);
    outcome = JSON.parse(page.lastLine);
  });

  afterAll(() => rm(page.folder, { recursive: true, force: true }));

  it('has a loss of ten lines at most', () => {
    const [loss] = page.program.match(/^function betweenTwoMargins.*?^}/ms) ?? [];
    expect(loss?.split('\n').length).toBeLessThanOrEqual(10);
  });

  it.each(['byLabels', 'byPairs', 'byOwnLoss'] as const)('finds classes never seen better, learned %s', (name) => {
    expect(outcome.learned[name]).toBeGreaterThan(outcome.before + 0.3);
  });

  it('says as many pairs to be the same as to differ', () => {
    expect(outcome.kinds).toEqual([750, 750]);
  });

  it('trains a network: its loss falls', () => {
    expect(outcome.ofNetwork.at(-1)).toBeLessThan(0.2 * outcome.ofNetwork[0]);
  });
});
