import { matrix, row } from '../base/matrix.ts';
import { fitTemperature } from '../calibrate/temperature.ts';
import type { Votes } from './votes.ts';

/** Brings cosines into the range where temperatures are sought. */
const logitScale = 20;

/**
 * Scores as probabilities at the temperature that suits the given labels best, of the picture at an index: [1 + K], of the
 * given class, then of its rivals. Classes further than those count as impossible. A label that nobody can judge is certain.
 */
export function probabilitiesOf({ own, rivalScores }: Votes): (index: number) => Float32Array {
  const validated = [...own.keys()].filter((index) => Number.isFinite(own[index]));
  const logits = matrix(validated.length, 1 + rivalScores.columns);
  validated.forEach((index, at) => {
    row(logits, at).set([own[index], ...row(rivalScores, index)].map((score) => logitScale * score));
  });
  const temperature = fitTemperature(logits, new Int32Array(validated.length)) / logitScale;
  return (index) => softmax([own[index], ...row(rivalScores, index)], temperature);
}

function softmax(scores: readonly number[], temperature: number): Float32Array {
  if (!Number.isFinite(scores[0])) return Float32Array.from(scores, (_, k) => (k === 0 ? 1 : 0));
  const most = Math.max(...scores);
  const powers = scores.map((score) => Math.exp((score - most) / temperature));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return Float32Array.from(powers, (power) => power / total);
}
