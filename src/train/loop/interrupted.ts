import { DiscernError } from '../../base/error.ts';

/**
 * The error for training that a signal stopped. `kept` is the name of the saved state, null where nothing was saved.
 */
export function interrupted(kept: string | null): DiscernError {
  return new DiscernError('interrupted', 'training was interrupted', {
    given: 'a signal to stop',
    expected: 'training to run to its end',
    todo: kept === null ? 'train again from the beginning' : `train again and resume: the work so far is in ${kept}`,
  });
}
