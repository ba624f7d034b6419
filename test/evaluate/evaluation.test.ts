import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { confusions } from '../../src/evaluate/confusions.ts';
import { evaluation } from '../../src/evaluate/evaluation.ts';
import { classifierOutcome } from '../../src/evaluate/labelled-prediction.ts';
import { measureClassifier, measureGallery } from '../../src/evaluate/measure-approach.ts';
import { answerMetrics, openSetMetrics, probabilityMetrics, retrievalMetrics } from '../../src/metrics/catalogue.ts';
import { wilson } from '../../src/metrics/wilson.ts';
import { classifierSays, gallerySays, predicts } from './outcomes.ts';

describe('the classifier', () => {
  const outcomes = [
    classifierSays('a', 'a'),
    classifierSays('a', 'a'),
    classifierSays('a', 'b'),
    classifierSays('b', 'b'),
  ];

  test('is measured by its best class, with the fields of the contract', () => {
    const scores = measureClassifier(outcomes);
    const names = [
      ...Object.keys(answerMetrics),
      ...Object.keys(probabilityMetrics),
      'interval',
      'accepted',
      'acceptedAccuracy',
    ];
    expect(Object.keys(scores).sort()).toEqual(names.sort());
    expect(scores.accuracy).toBe(0.75);
    expect(scores.balancedAccuracy).toBeCloseTo((2 / 3 + 1) / 2, 12);
    expect(scores.macroF1).toBeCloseTo((4 / 5 + 2 / 3) / 2, 12);
    expect(scores.logLoss).toBeCloseTo(-(3 * Math.log(0.9) + Math.log(0.05)) / 4, 12);
    expect(scores.ece).toBeCloseTo(0.15, 12);
    expect(scores.top5).toBe(1);
    expect(scores.interval).toEqual(wilson(3, 4));
  });

  test('ranks the truth where its candidates would, ties included', () => {
    const row = fc.array(
      fc.integer({ min: 0, max: 4 }).map((n) => n / 4),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(row, fc.nat(7), (values, index) => {
        const truthIndex = index % values.length;
        const outcome = { truth: 'x', group: null, prediction: predicts(['x'], 1) };
        const { rankOfTruth } = classifierOutcome(outcome, Float32Array.from(values), truthIndex);
        const order = values.map((_, c) => c).sort((a, b) => values[b] - values[a] || a - b);
        expect(rankOfTruth).toBe(order.indexOf(truthIndex) + 1);
      }),
    );
  });
});

describe('the gallery', () => {
  const outcomes = [
    gallerySays('a', 'a'),
    gallerySays('a', 'a', { score: 0.2 }),
    gallerySays('b', 'a', { score: 0.6 }),
  ];

  test('is measured by its best class, whatever the threshold says', () => {
    const scores = measureGallery(outcomes);
    const own = ['interval', 'accepted', 'acceptedAccuracy'];
    const names = [...Object.keys(answerMetrics), ...Object.keys(retrievalMetrics), ...own];
    expect(Object.keys(scores).sort()).toEqual(names.sort());
    expect(scores.accuracy).toBeCloseTo(2 / 3, 12);
    expect(scores.accepted).toBeCloseTo(2 / 3, 12);
    expect(scores.acceptedAccuracy).toBe(0.5);
    expect(scores.mapAtR).toBeCloseTo(1 / 3, 12);
  });

  test('leaves classes without enrolled pictures out of retrieval, not out of accuracy', () => {
    const scores = measureGallery([...outcomes, { ...gallerySays('c', 'a'), retrieval: null }]);
    expect(scores.accuracy).toBe(0.5);
    expect(scores.recallAt1).toBeCloseTo(2 / 3, 12);
  });

  test('that accepts nothing has no accuracy of the accepted', () => {
    expect(measureGallery([gallerySays('a', 'a', { score: 0.1 })]).acceptedAccuracy).toBeNull();
  });
});

describe('groups', () => {
  const grouped = Array.from({ length: 200 }, (_, i) =>
    classifierSays('a', i % 10 < 7 ? 'a' : 'b', { group: `scene ${i % 10}` }),
  );
  const width = ([low, high]: readonly [number, number]) => high - low;

  test('widen the interval, the same with the same seed', () => {
    const alone = measureClassifier(grouped.map((outcome) => ({ ...outcome, group: null })));
    const together = measureClassifier(grouped, { seed: 3 });
    expect(width(together.interval)).toBeGreaterThan(3 * width(alone.interval));
    expect(measureClassifier(grouped, { seed: 3 })).toEqual(together);
  });

  test('that all succeed count as so many pictures', () => {
    const perfect = grouped.map((outcome) => ({ ...outcome, prediction: predicts(['a'], 0.9) }));
    const [low, high] = measureClassifier(perfect).interval;
    expect(low).toBeCloseTo(wilson(10, 10)[0], 12);
    expect(high).toBe(1);
  });
});

describe('strangers', () => {
  const classifier = ['a', 'b', 'a', 'b'].map((label) => classifierSays(label, label, { score: 0.8 }));
  const gallery = ['a', 'b', 'a', 'b'].map((label) => gallerySays(label, label, { score: 0.8 }));
  const strangers = {
    classifier: [predicts(['a'], 0.9), predicts(['a'], 0.7)],
    gallery: [predicts(['a'], 0.6, 0.5), predicts(['a'], 0.1, 0.5)],
  };

  test('are told apart by familiarity, and by the gallery at its threshold too', () => {
    const { unknown } = evaluation({ classifier, gallery, strangers }, { promised: 0.05 });
    expect(unknown?.samples).toBe(2);
    const names = Object.keys(openSetMetrics);
    expect(Object.keys(unknown?.classifier ?? {})).toEqual([...names, 'falseAccept']);
    expect(Object.keys(unknown?.gallery ?? {})).toEqual([...names, 'falseAccept', 'promised']);
    expect(unknown?.classifier).toMatchObject({ auroc: 0.5, fprAt95: 0.5, oscr: 0.5 });
    expect(unknown?.gallery).toMatchObject({ auroc: 1, fprAt95: 0, oscr: 1, falseAccept: 0.5, promised: 0.05 });
    expect(unknown?.difference?.auroc).toBe(0.5);
    expect(unknown?.difference?.interval).toEqual([0, 1]);
  });

  test('leave null what there is not', () => {
    expect(evaluation({ classifier, gallery: null, strangers: null })).toMatchObject({ gallery: null, unknown: null });
    const { unknown } = evaluation({ classifier: null, gallery, strangers: { ...strangers, classifier: null } });
    expect(unknown).toMatchObject({ samples: 2, classifier: null, difference: null });
  });
});

test('measuring on nothing is an error that says so', () => {
  expect(() => measureClassifier([])).toThrow(expect.objectContaining({ code: 'empty' }));
  expect(() =>
    evaluation({ classifier: [classifierSays('a', 'a')], gallery: null, strangers: { classifier: [], gallery: null } }),
  ).toThrow(expect.objectContaining({ code: 'empty' }));
});

test('confusions come most frequent first, with the places of their pictures', () => {
  const outcomes = [
    classifierSays('pear', 'apple'),
    classifierSays('apple', 'apple'),
    classifierSays('fig', 'kiwi'),
    classifierSays('pear', 'apple'),
    classifierSays('apple', 'pear'),
  ];
  expect(confusions(outcomes)).toEqual([
    { truth: 'pear', answer: 'apple', pictures: [0, 3] },
    { truth: 'apple', answer: 'pear', pictures: [4] },
    { truth: 'fig', answer: 'kiwi', pictures: [2] },
  ]);
});
