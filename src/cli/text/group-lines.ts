import { counted, formatScore } from '../../base/figures.ts';
import type { GroupAnswer } from '../../node/group-answer.ts';
import type { PictureAnswer } from '../../node/picture-answer.ts';
import { type AnswerForm, answerLine } from './answer-line.ts';

/** The answer for several pictures of one thing as text, and below it the pictures that did not count. */
export function groupLines(answer: GroupAnswer, form: AnswerForm = {}): string {
  const { outliers, skipped, error } = answer;
  return [
    answerLine(groupAsPicture(answer, titleOf(answer)), form),
    ...outliers.map(
      ({ path, similarity }) =>
        `    not counted, as it seems to show something else: ${path} (${formatScore(similarity)})`,
    ),
    ...(error && skipped.length === 1
      ? []
      : skipped.map((picture) => `    not counted: ${picture.path} could not be read: ${picture.error.message}`)),
  ].join('\n');
}

/** The answer for a group in the form of that for a picture; `path` stands for the group. */
export function groupAsPicture(answer: GroupAnswer, path = nameOf(answer)): PictureAnswer {
  const { group, paths, pictures, outliers, skipped, ...rest } = answer;
  return { path, ...rest };
}

function nameOf({ group, paths }: GroupAnswer): string {
  return group ?? paths.join(' ');
}

function titleOf({ group, pictures, paths, error }: GroupAnswer): string {
  const counts = `${counted(error ? paths.length : pictures, 'picture')} of one thing`;
  return group === null ? `${counts}:` : `${group}, ${counts}:`;
}
