import { DiscernError } from '../base/error.ts';
import type { Incident } from './history.ts';

/** Training went wrong again and again; the error tells each time. */
export function diverged(incidents: readonly Incident[]): DiscernError {
  const told = incidents.map(({ epoch, step, explanation }) => `epoch ${epoch}, after ${step} steps: ${explanation}`);
  return new DiscernError('diverged', 'training diverged, at lower rates too', {
    given: told.join('; '),
    expected: 'a loss that stays finite and falls',
    todo: 'choose a rate ten times lower, clip gradients to length 1, and look for numbers in the data that are not finite',
  });
}
