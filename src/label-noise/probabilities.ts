import { matrix, row } from '../base/matrix.ts';
import { fitTemperature } from '../calibrate/temperature.ts';
import type { Votes } from './votes.ts';

/** Factor on cosines, so that the fitted temperature is in the searched range. */
const logitScale = 20;

/**
 * Gives a function from the index of a picture to probabilities [1 + K]: of the given class, then of its rivals. The
 * temperature is fitted to the given labels. Classes beyond the rivals count as impossible. A label without any other
 * picture of its class has probability 1.
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
