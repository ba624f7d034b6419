import { describe, expect, test } from 'vitest';
import type { Prediction } from '../../../src/base/prediction.ts';
import type { Answering } from '../../../src/calibrate/answering/answering.ts';
import { type AnswerRules, answerOf, answerPrediction } from '../../../src/calibrate/answering/one-answer.ts';

/** A prediction of a class, known or not. */
function prediction(label: string, score: number, known: boolean): Prediction {
  const candidates = [
    { label, score },
    { label: 'second', score: score / 2 },
  ] as const;
  const [, runnerUp] = candidates;
  const familiarity = score;
  const threshold = known ? score - 0.1 : score + 0.1;
  return {
    label: known ? label : null,
    known,
    score,
    threshold,
    familiarity,
    candidates: [...candidates],
    runnerUp,
    nearest: [],
  };
}

/** A model of F features that is sure of the first one: its log-odds of right are ten times the feature. */
const outcomes = (features: number) => ({
  mean: Array<number>(features).fill(0),
  std: Array<number>(features).fill(1),
  right: [10, ...Array<number>(features).fill(0)],
  wrong: [0, ...Array<number>(features - 1).fill(0), -30],
});

const answering = (
  knows: Answering['knows'],
  names: Answering['names'] = knows === 'both' ? 'gallery' : knows,
  features = 5,
): Answering => ({ knows, names, outcomes: outcomes(features), threshold: { value: 5, source: 'a test' } });

const rules = (rest: Partial<AnswerRules> = {}): AnswerRules => ({
  isLearned: () => true,
  isThresholdGiven: false,
  ...rest,
});

const fox = prediction('fox', 0.8, true);
const bear = prediction('bear', 0.7, true);
const strange = prediction('fox', 0.3, false);

describe('one answer', () => {
  test.each([
    ['gallery', 'fox'],
    ['classifier', 'bear'],
  ] as const)('is that of the %s where it decides', (by, label) => {
    const answer = answerOf({ gallery: fox, classifier: bear }, rules({ answering: answering(by) }));
    expect(answer).toMatchObject({ by, known: true, label });
  });

  test.each([true, false])('has a label exactly when it is known, whoever answers (known: %s)', (known) => {
    const both = { gallery: prediction('fox', 0.8, known), classifier: prediction('fox', 0.8, known) };
    for (const by of ['gallery', 'classifier'] as const) {
      expect(answerOf(both, rules({ answering: answering(by) }))).toMatchObject({ known, label: known ? 'fox' : null });
    }
  });

  test('both together weigh the log-odds, and take the name from the one that names better', () => {
    const hybrid = (names: Answering['names'], gallery: Prediction) =>
      answerOf({ gallery, classifier: bear }, rules({ answering: answering('both', names) }));
    expect(hybrid('classifier', fox)).toMatchObject({ by: 'hybrid', known: true, label: 'bear' });
    expect(hybrid('gallery', fox)).toMatchObject({ by: 'hybrid', known: true, label: 'fox' });
    expect(hybrid('classifier', strange)).toMatchObject({ known: false, label: null }); // Log-odds of 3 are below 5.
  });

  test('names a class that the classifier never learned by the gallery', () => {
    const isLearned = (label: string) => label !== 'fox';
    const both = { gallery: fox, classifier: bear };
    for (const knows of ['both', 'gallery', 'classifier'] as const) {
      const answer = answerOf(both, rules({ answering: answering(knows, 'classifier'), isLearned }));
      expect(answer).toMatchObject({ known: true, label: 'fox' });
    }
  });

  test('is hybrid where one names and the other knows', () => {
    const both = { gallery: strange, classifier: bear };
    const vetoed = answerOf(both, rules({ answering: answering('gallery', 'classifier') }));
    expect(vetoed).toMatchObject({ by: 'hybrid', known: false, label: null });
    const passed = answerOf({ ...both, gallery: fox }, rules({ answering: answering('gallery', 'classifier') }));
    expect(passed).toMatchObject({ by: 'hybrid', known: true, label: 'bear' });
  });

  test('is known by the gallery where the caller gave its threshold', () => {
    const given = (names: Answering['names'], gallery: Prediction | null = fox) =>
      answerOf(
        { gallery, classifier: bear },
        rules({
          answering: { ...answering('both', names), threshold: { value: 99, source: '' } },
          isThresholdGiven: true,
        }),
      );
    expect(given('gallery')).toMatchObject({ by: 'gallery', known: true, label: 'fox' });
    expect(given('classifier')).toMatchObject({ by: 'hybrid', known: true, label: 'bear' });
    expect(given('classifier', strange)).toMatchObject({ known: false, label: null });
    expect(given('gallery', null)).toMatchObject({ by: 'classifier', known: true, label: 'bear' });
  });

  test('is the same as a prediction, which is measured as both approaches are', () => {
    for (const knows of ['both', 'gallery', 'classifier'] as const) {
      for (const gallery of [fox, strange]) {
        const [both, given] = [{ gallery, classifier: bear }, rules({ answering: answering(knows) })];
        const { label, known, confidence } = answerOf(both, given);
        expect(answerPrediction(both, given)).toMatchObject({ label, known, score: confidence });
      }
    }
  });

  test('is that of the approach that is there, without a confidence that was fitted to both', () => {
    const hybrid = rules({ answering: answering('both') });
    expect(answerOf({ gallery: fox, classifier: null }, hybrid)).toMatchObject({ by: 'gallery', confidence: null });
    expect(answerOf({ gallery: null, classifier: bear }, hybrid)).toMatchObject({ by: 'classifier', confidence: null });
  });

  test('has a confidence by one approach where that alone was calibrated, and only by that one', () => {
    const alone = rules({ answering: answering('gallery', 'gallery', 2) });
    expect(answerOf({ gallery: fox, classifier: bear }, alone).confidence).toBeCloseTo(1 / (1 + Math.exp(-8)), 6);
    expect(answerOf({ gallery: fox, classifier: null }, alone).confidence).toBeCloseTo(1 / (1 + Math.exp(-8)), 6);
    expect(answerOf({ gallery: null, classifier: bear }, alone).confidence).toBeNull();
  });

  test('of an unknown picture is as sure as it is a stranger', () => {
    const { confidence } = answerOf({ gallery: strange, classifier: bear }, rules({ answering: answering('gallery') }));
    expect(confidence).toBeCloseTo(1 / (1 + Math.exp(3)), 6);
  });

  test('of a bundle that was never calibrated is the gallery, without a confidence', () => {
    const answer = answerOf({ gallery: strange, classifier: bear }, rules());
    expect(answer).toMatchObject({ by: 'gallery', known: false, label: null, confidence: null });
    expect(answerOf({ gallery: null, classifier: bear }, rules())).toMatchObject({ by: 'classifier', label: 'bear' });
  });

  test('says why in a sentence with both approaches', () => {
    const { because } = answerOf({ gallery: fox, classifier: bear }, rules({ answering: answering('both') }));
    expect(because).toContain('nearest is fox at 0.8');
    expect(because).toContain('the classifier gives bear 70');
    expect(because).toContain('both weighed together');
  });
});
