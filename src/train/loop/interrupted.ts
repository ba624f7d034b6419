import { DiscernError } from '../../base/error.ts';

/** Training was stopped on request; `kept` says under which name the work is, null where it is nowhere. */
export function interrupted(kept: string | null): DiscernError {
  return new DiscernError('interrupted', 'training was interrupted', {
    given: 'a signal to stop',
    expected: 'training to go on to its end',
    todo: kept === null ? 'train again from the beginning' : `train again and resume: the work so far is in ${kept}`,
  });
}
