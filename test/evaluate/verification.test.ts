import { expect, test } from 'vitest';
import { verificationReport } from '../../src/evaluate/verification.ts';

const of = Int32Array.from({ length: 24 }, (_, picture) => Math.floor(picture / 2));
const same = Array.from({ length: 12 }, (_, i) => ({ a: 2 * i, b: 2 * i + 1, same: true }));
const different = Array.from({ length: 12 }, (_, i) => ({ a: 2 * i, b: (2 * i + 2) % 24, same: false }));

test('counts what a threshold accepts, of both kinds', async () => {
  const answers = [
    ...same.map((pair, i) => ({ ...pair, similarity: i / 12, accepted: i >= 3 })),
    ...different.map((pair, i) => ({ ...pair, similarity: i / 24, accepted: i >= 6 })),
  ];
  const { pairs, identities, figures } = await verificationReport(answers, { of });
  expect([pairs, identities]).toEqual([{ same: 12, different: 12 }, 12]);
  expect(figures.trueAccept.value).toBeCloseTo(9 / 12, 12);
  expect(figures.falseAccept.value).toBeCloseTo(6 / 12, 12);
  expect(figures.accuracy.value).toBeCloseTo(15 / 24, 12);
  expect(figures.balancedAccuracy.value).toBeCloseTo((9 / 12 + 6 / 12) / 2, 12);
  const wins = answers
    .slice(0, 12)
    .flatMap((s) =>
      answers.slice(12).map((d) => (s.similarity > d.similarity ? 1 : s.similarity === d.similarity ? 0.5 : 0)),
    );
  expect(figures.verificationAuroc.value).toBeCloseTo(wins.reduce((sum: number, win) => sum + win, 0) / 144, 12);
  for (const { value, interval } of Object.values(figures)) {
    expect(interval[0]).toBeLessThanOrEqual(value);
    expect(interval[1]).toBeGreaterThanOrEqual(value);
  }
});

test('what is perfect keeps an interval: there were few identities', async () => {
  const answers = [
    ...same.map((pair) => ({ ...pair, similarity: 0.9, accepted: true })),
    ...different.map((pair) => ({ ...pair, similarity: 0.1, accepted: false })),
  ];
  const { figures } = await verificationReport(answers, { of });
  expect(figures.accuracy).toMatchObject({ value: 1, interval: [expect.closeTo(0.757, 2), 1] });
  expect(figures.equalErrorRate).toMatchObject({ value: 0, interval: [0, expect.closeTo(0.243, 2)] });
});

test('may be interrupted', async () => {
  const answers = [...same, ...different].map((pair) => ({ ...pair, similarity: 0, accepted: false }));
  const stopped = AbortSignal.abort();
  await expect(verificationReport(answers, { of }, { signal: stopped })).rejects.toMatchObject({ code: 'interrupted' });
});
