import { choice, folded, optional } from './parameters.ts';

/** What a person may have to say of how a data set is laid out. */
export const dataParameters = {
  parts: folded(
    optional(
      choice(
        '--parts <yes|no>',
        'folders called train, test and so on: parts, or classes like any (default: as they look)',
        ['yes', 'no'],
      ),
    ),
  ),
};
