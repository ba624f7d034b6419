import { DiscernError } from '../../base/error.ts';
import type { Incident } from './history.ts';

/** The error for training that diverged more often than its policy allows. It lists every incident. */
export function diverged(incidents: readonly Incident[]): DiscernError {
  const reported = incidents.map(
    ({ epoch, step, explanation }) => `epoch ${epoch}, after ${step} steps: ${explanation}`,
  );
  return new DiscernError('diverged', 'training diverged, at lower rates too', {
    given: reported.join('; '),
    expected: 'a loss that stays finite and falls',
    todo: 'choose a rate ten times lower, clip gradients to length 1, and look for numbers in the data that are not finite',
  });
}

/** The error for training without any usable validation: the validation loss of every epoch was NaN or infinite. */
export function notMeasurable(epochs: number): DiscernError {
  return new DiscernError('diverged', 'the loss on the validation data was never finite', {
    given: `${epochs} epochs, none with a validation loss that can be compared`,
    expected: 'a finite loss on the validation data after one epoch at least',
    todo: 'look for numbers in the validation data that are not finite, and for logarithms or quotients of 0 in the loss',
  });
}
