import { choice, folded, optional } from './parameters.ts';

/** Options about the layout of a data set. */
export const dataParameters = {
  parts: folded(
    optional(
      choice(
        '--parts <yes|no>',
        'folders named train, test and so on: parts, or classes (default: decided by content)',
        ['yes', 'no'],
      ),
    ),
  ),
};
