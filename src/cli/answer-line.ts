import stringWidth from 'string-width';
import { percent, score } from '../base/figures.ts';
import type { PictureAnswer } from '../node/picture-answer.ts';
import type { ClassifierAnswer, GalleryAnswer } from '../recognise/answer.ts';

/** How answers are written for people. */
export type AnswerForm = {
  /** Characters that the path is given, so that lines are aligned. */
  readonly pathWidth?: number;
  /** How many of the best classes each approach shows; absent: what it says, and nothing else. */
  readonly top?: number | undefined;
  /** Characters that a line may have: where one line does not hold an answer, each approach has its own. */
  readonly width?: number;
};

/** Letters that move a terminal's cursor or colour it: a name may hold any. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const controls = /[\u0000-\u001f\u007f]/g;

/** The longest of the usual answers of both approaches, in characters. */
const answerWidth = 84;

/** One picture's answers for people: its path, then what each approach says, in one line or, with its best classes, three. */
export function answerLine({ path: given, error, classifier, gallery }: PictureAnswer, form: AnswerForm = {}): string {
  const path = given.replace(controls, (control) => `\\x${control.charCodeAt(0).toString(16).padStart(2, '0')}`);
  const { pathWidth = 0, top, width = Number.POSITIVE_INFINITY } = form;
  const padded = path + ' '.repeat(Math.max(0, pathWidth - stringWidth(path)));
  const isStacked = top !== undefined || pathWidth + 2 + answerWidth > width;
  if (error !== undefined) return `${isStacked ? `${path}\n` : padded}  could not be read: ${error.message}`;
  if (isStacked) {
    const rest = (classes: number) => Math.min(top ?? 1, classes);
    return [
      path,
      ...(classifier ? [`  classifier: ${classifierWords(classifier, rest(classifier.top.length))}`] : []),
      ...(gallery ? [`  gallery:    ${galleryWords(gallery, rest(gallery.classes.length))}`] : []),
    ].join('\n');
  }
  const said = [
    classifier && `classifier: ${classifierWords(classifier, 1)}`.padEnd(36),
    gallery && `gallery: ${galleryWords(gallery, 1)}`,
  ];
  return [padded, ...said.filter((words) => words !== null)].join('  ');
}

/** Several pictures' answers, aligned. */
export function answerLines(answers: readonly PictureAnswer[], form: Omit<AnswerForm, 'pathWidth'> = {}): string[] {
  const pathWidth = Math.max(0, ...answers.map(({ path }) => stringWidth(path)));
  return answers.map((answer) => answerLine(answer, { ...form, pathWidth }));
}

/** The nearest enrolled pictures, a line each: id, class, similarity and path. */
export function nearestLines({ gallery }: PictureAnswer): string[] {
  const nearest = gallery?.nearest ?? [];
  const width = Math.max(0, ...nearest.map(({ label }) => label.length));
  return nearest.map(
    ({ id, label, path, similarity }) => `    ${id.padEnd(18)}  ${score(similarity)}  ${label.padEnd(width)}  ${path}`,
  );
}

/** The `count` likeliest classes, each with its probability. */
function classifierWords({ top, stale }: ClassifierAnswer, count: number): string {
  const classes = top.slice(0, count).map(({ label, probability }) => `${label} ${percent(probability)}`);
  return `${classes.join(', ')}${stale ? ' (stale)' : ''}`;
}

/** The `count` nearest classes, each with its similarity; before them, where none is near enough, that it is unknown. */
function galleryWords({ label, similarity, threshold, classes }: GalleryAnswer, count: number): string {
  const others = classes.slice(1, count).map((each) => `, ${each.label} ${score(each.similarity)}`);
  if (label !== null) return `${label} ${score(similarity)}${others.join('')}`;
  return `unknown (${classes[0]?.label} ${score(similarity)}, below ${score(threshold ?? 0)})${others.join('')}`;
}
