import { DiscernError } from '../base/error.ts';

/** The command that makes a bundle, for errors that say what to do. */
const makeOne = 'make one: discern fit DATA --out BUNDLE';

/** The error of a place that holds no bundle. `name` is what errors call the place: its path. */
export function noBundle(name: string, reason: string, cause?: unknown): DiscernError {
  const parts = { given: `${name}: ${reason}`, expected: 'a bundle: manifest.json and its parts', todo: makeOne };
  return new DiscernError('bad-bundle', `${name} is not a bundle: ${reason}`, parts, cause);
}

/** The error of a bundle that is not as it was saved: cut short, changed or forged. */
export function damagedBundle(name: string, reason: string, cause?: unknown): DiscernError {
  const parts = {
    given: `${name}: ${reason}`,
    expected: 'a bundle as it was saved',
    todo: 'copy it again from where it came, whole and unchanged, or learn it again: discern fit DATA --out BUNDLE',
  };
  return new DiscernError('bad-bundle', `${name} is damaged: ${reason}`, parts, cause);
}

/** The error of a bundle whose layout this version does not know. */
export function newerBundle(name: string, format: number, known: number): DiscernError {
  return new DiscernError('bad-bundle', `${name} was saved by a newer version of Discern`, {
    given: `${name}: bundle format ${format}`,
    expected: `bundle format ${known}`,
    todo: 'install the newest version of Discern: npm install discern@latest',
  });
}
