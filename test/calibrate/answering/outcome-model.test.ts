import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { random } from '../../../src/base/random.ts';
import {
  type Example,
  fitOutcomeModel,
  knownLogOdds,
  type OutcomeModel,
  outcomeProbabilities,
} from '../../../src/calibrate/answering/outcome-model.ts';

/** A known picture has a mean of (2, 1) where its name is right, (1, -1) where not; a stranger (0, 0). */
function drawn(counts: Readonly<Record<Example['outcome'], number>>, seed: number): Example[] {
  const { normal } = random(seed, 'examples');
  const means = { right: [2, 1], wrong: [1, -1], stranger: [0, 0] } as const;
  return (['right', 'wrong', 'stranger'] as const).flatMap((outcome) =>
    Array.from({ length: counts[outcome] }, () => ({
      features: means[outcome].map((mean) => mean + normal()),
      outcome,
    })),
  );
}

/** The negative log-likelihood with strangers weighing half, the penalty on standardised weights, by definition. */
function objective(model: OutcomeModel, examples: readonly Example[]): number {
  const strangers = examples.filter(({ outcome }) => outcome === 'stranger').length;
  const weightOf = ({ outcome }: Example) =>
    examples.length / 2 / (outcome === 'stranger' ? strangers : examples.length - strangers);
  const loss = examples.reduce(
    (sum, example) =>
      sum - weightOf(example) * Math.log(outcomeProbabilities(model, example.features)[example.outcome]),
    0,
  );
  const penalty = [...model.right.slice(0, -1), ...model.wrong.slice(0, -1)].reduce((sum, w) => sum + w * w, 0);
  const constants = [model.right, model.wrong].reduce((sum, weights) => sum + (weights.at(-1) ?? 0) ** 2, 0);
  return loss + penalty / 2 + (1e-3 * constants) / 2;
}

describe('the outcome model', () => {
  const examples = drawn({ right: 80, wrong: 20, stranger: 50 }, 1);
  const model = fitOutcomeModel(examples);

  test('is at the minimum of its penalised loss: the slope in every weight is 0', () => {
    const step = 1e-4;
    for (const outcome of ['right', 'wrong'] as const) {
      model[outcome].forEach((weight, i) => {
        const at = (value: number) => objective({ ...model, [outcome]: model[outcome].with(i, value) }, examples);
        expect((at(weight + step) - at(weight - step)) / (2 * step)).toBeCloseTo(0, 4);
      });
    }
  });

  test('gives probabilities that sum to 1, also far from what it was fitted to', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e4, max: 1e4, noNaN: true }),
        fc.double({ min: -1e4, max: 1e4, noNaN: true }),
        (...x) => {
          const probabilities = outcomeProbabilities(model, x);
          const { right, wrong, stranger } = probabilities;
          expect(right + wrong + stranger).toBeCloseTo(1, 12);
          expect(Math.min(right, wrong, stranger)).toBeGreaterThanOrEqual(0);
          expect(Number.isFinite(knownLogOdds(probabilities))).toBe(true);
        },
      ),
    );
  });

  test('is sure of what it is: of answers with a confidence of 0.9, 9 in 10 are right, where half are strangers', () => {
    const learned = fitOutcomeModel(drawn({ right: 1600, wrong: 400, stranger: 300 }, 2));
    const asked = drawn({ right: 4000, wrong: 1000, stranger: 5000 }, 3);
    const bins = Array.from({ length: 10 }, () => ({ confidence: 0, right: 0, count: 0 }));
    for (const { features, outcome } of asked) {
      const probabilities = outcomeProbabilities(learned, features);
      const isKnown = knownLogOdds(probabilities) >= 0;
      const confidence = isKnown ? probabilities.right : probabilities.stranger;
      const bin = bins[Math.min(9, Math.floor(10 * confidence))];
      bin.confidence += confidence;
      bin.right += Number(outcome === (isKnown ? 'right' : 'stranger'));
      bin.count++;
    }
    const error = bins.reduce((sum, { confidence, right }) => sum + Math.abs(confidence - right), 0) / asked.length;
    expect(error).toBeLessThan(0.03);
  });

  test('does not depend on the scale of a feature, nor on the order of the examples', () => {
    const scaled = examples.map(({ features: [a, b], outcome }) => ({ features: [1000 * a + 7, b], outcome }));
    const other = fitOutcomeModel(scaled.toReversed());
    for (const { features } of examples.slice(0, 9)) {
      const expected = outcomeProbabilities(model, features);
      const found = outcomeProbabilities(other, [1000 * features[0] + 7, features[1]]);
      for (const outcome of ['right', 'wrong', 'stranger'] as const)
        expect(found[outcome]).toBeCloseTo(expected[outcome], 6);
    }
  });
});

describe('the outcome model of little', () => {
  const right: Example = { features: [1, 1], outcome: 'right' };
  const stranger: Example = { features: [0, 1], outcome: 'stranger' };

  test.each([
    ['one example of each', [right, stranger]],
    ['features that say nothing', [right, { ...stranger, features: right.features }]],
    ['perfect separation', Array.from({ length: 200 }, (_, i) => (i % 2 ? right : stranger))],
    ['none that is right', [{ ...right, outcome: 'wrong' as const }, stranger]],
    [
      'features far apart',
      [
        { ...right, features: [1e6, 1] },
        { ...stranger, features: [-1e6, 1] },
      ],
    ],
  ])('stays finite: %s', (_, examples) => {
    const model = fitOutcomeModel(examples);
    expect([...model.mean, ...model.std, ...model.right, ...model.wrong].every(Number.isFinite)).toBe(true);
    const known = outcomeProbabilities(model, examples[0].features);
    const unknown = outcomeProbabilities(model, stranger.features);
    expect(knownLogOdds(known)).toBeGreaterThanOrEqual(knownLogOdds(unknown) - 1e-9);
  });

  test('gives every second picture to strangers where features say nothing, whatever their number', () => {
    const many = [right, right, right, right, { ...stranger, features: right.features }];
    expect(outcomeProbabilities(fitOutcomeModel(many), [1, 1]).stranger).toBeCloseTo(0.5, 2);
  });
});
