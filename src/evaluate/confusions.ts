import { byCodePoint } from '../base/hash.ts';
import { bestLabel, isCorrect, type LabelledPrediction } from './labelled-prediction.ts';

/** Pictures of class `truth` whose best class was `answer`. `pictures` are their indices in the outcomes. */
export type Confusion = { readonly truth: string; readonly answer: string; readonly pictures: readonly number[] };

/** All confused pairs of classes, most frequent first, then in code-point order of truth and answer. */
export function confusions(outcomes: readonly LabelledPrediction[]): Confusion[] {
  const pairs = new Map<string, { truth: string; answer: string; pictures: number[] }>();
  outcomes.forEach((outcome, index) => {
    const answer = bestLabel(outcome.prediction);
    if (answer === null || isCorrect(outcome)) return;
    const key = JSON.stringify([outcome.truth, answer]);
    const pair = pairs.get(key) ?? { truth: outcome.truth, answer, pictures: [] };
    pair.pictures.push(index);
    pairs.set(key, pair);
  });
  return [...pairs.values()].sort(
    (a, b) => b.pictures.length - a.pictures.length || byCodePoint(a.truth, b.truth) || byCodePoint(a.answer, b.answer),
  );
}
