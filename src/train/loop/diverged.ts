import { DiscernError } from '../../base/error.ts';
import type { Incident } from './history.ts';

/** The error for training that diverged more often than its policy allows. It lists every incident. */
export function diverged(incidents: readonly Incident[]): DiscernError {
  const lines = incidents.map(({ epoch, step, explanation }) => `epoch ${epoch}, after ${step} steps: ${explanation}`);
  return new DiscernError('diverged', 'training diverged, also at lower learning rates', {
    given: lines.join('; '),
    expected: 'a loss that stays finite and falls',
    todo: 'use a tenth of the learning rate, clip gradients to norm 1, and look for NaN or infinity in the data',
  });
}

/** The error for training without any usable validation: the validation loss of every epoch was NaN or infinite. */
export function notMeasurable(epochs: number): DiscernError {
  return new DiscernError('diverged', 'the loss on the validation data was never finite', {
    given: `${epochs} epochs, none with a finite validation loss`,
    expected: 'a finite loss on the validation data after one epoch at least',
    todo: 'look for NaN or infinity in the validation data, and for log(0) or a division by 0 in the loss',
  });
}
