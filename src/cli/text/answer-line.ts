import picocolors from 'picocolors';
import stringWidth from 'string-width';
import { formatScore, percent } from '../../base/figures.ts';
import type { Answer } from '../../calibrate/answering/one-answer.ts';
import type { PictureAnswer } from '../../node/picture-answer.ts';
import type { ClassifierAnswer, GalleryAnswer } from '../../recognise/answer.ts';

/** How answers are printed as text. */
export type AnswerForm = {
  /** Width of the path in characters, so that lines are aligned. */
  readonly pathWidth?: number;
  /** The number of best classes that each approach shows; absent: only its answer. */
  readonly top?: number | undefined;
  /** Longest line in characters; if an answer does not fit, each approach gets its own line. */
  readonly width?: number;
  /** Colours for a terminal; absent: none. */
  readonly colours?: Colours;
};

/** How known and unknown answers are coloured. */
export type Colours = Readonly<Record<'known' | 'unknown', (text: string) => string>>;

/** The colours of a terminal. */
export function coloursFor(isColoured: boolean): Colours {
  const { bold, green, yellow } = picocolors.createColors(isColoured);
  return { known: (text) => bold(green(text)), unknown: (text) => bold(yellow(text)) };
}

/** Control characters, which could move the cursor or change colours; a file name may contain any. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the expression must match control characters
const controls = /[\u0000-\u001f\u007f]/g;

/** The usual longest answer of both approaches, in characters. */
const answerWidth = 104;

/** Width of the one answer, in characters. */
const oneAnswerWidth = 18;

/** The answers for one picture as text: path, the one answer, classifier and gallery; in one line, or in four. */
export function answerLine(said: PictureAnswer, form: AnswerForm = {}): string {
  const { path: given, error, answer, classifier, gallery } = said;
  const path = given.replace(controls, (control) => `\\x${control.charCodeAt(0).toString(16).padStart(2, '0')}`);
  const { pathWidth = 0, top, width = Number.POSITIVE_INFINITY, colours = coloursFor(false) } = form;
  const padded = path + ' '.repeat(Math.max(0, pathWidth - stringWidth(path)));
  const isStacked = top !== undefined || pathWidth + 2 + answerWidth > width;
  if (error !== undefined) return `${isStacked ? `${path}\n` : padded}  could not be read: ${error.message}`;
  if (isStacked) {
    const rest = (classes: number) => Math.min(top ?? 1, classes);
    return [
      path,
      ...(answer ? [`  answer:     ${answerWords(answer, colours)}`] : []),
      ...(classifier ? [`  classifier: ${classifierWords(classifier, rest(classifier.top.length))}`] : []),
      ...(gallery ? [`  gallery:    ${galleryWords(gallery, rest(gallery.classes.length))}`] : []),
    ].join('\n');
  }
  const words = [
    answer && answerWords(answer, colours, oneAnswerWidth),
    classifier && `classifier: ${classifierWords(classifier, 1)}`.padEnd(36),
    gallery && `gallery: ${galleryWords(gallery, 1)}`,
  ];
  return [padded, ...words.filter((each) => each !== null)].join('  ');
}

/** `fox 97 %`: the answer and its confidence, padded to a width. */
function answerWords({ label, known, confidence }: Answer, colours: Colours, width = 0): string {
  const words = `${label ?? 'unknown'}${confidence === null ? '' : ` ${Math.round(100 * confidence)} %`}`;
  const padding = ' '.repeat(Math.max(0, width - stringWidth(words)));
  return colours[known ? 'known' : 'unknown'](words) + padding;
}

/** The answers for several pictures, one text each, aligned. */
export function answerLines(answers: readonly PictureAnswer[], form: Omit<AnswerForm, 'pathWidth'> = {}): string[] {
  const pathWidth = Math.max(0, ...answers.map(({ path }) => stringWidth(path)));
  return answers.map((answer) => answerLine(answer, { ...form, pathWidth }));
}

/** The nearest enrolled pictures, one line each: id, similarity, class and path. */
export function nearestLines({ gallery }: PictureAnswer): string[] {
  const nearest = gallery?.nearest ?? [];
  const width = Math.max(0, ...nearest.map(({ label }) => label.length));
  return nearest.map(
    ({ id, label, path, similarity }) =>
      `    ${id.padEnd(18)}  ${formatScore(similarity)}  ${label.padEnd(width)}  ${path}`,
  );
}

/** The `count` most probable classes with their probabilities. */
function classifierWords({ top, stale }: ClassifierAnswer, count: number): string {
  const classes = top.slice(0, count).map(({ label, probability }) => `${label} ${percent(probability)}`);
  return `${classes.join(', ')}${stale ? ' (stale)' : ''}`;
}

/** The `count` nearest classes with their similarities, after `unknown` if none reaches the threshold. */
function galleryWords({ label, similarity, threshold, classes }: GalleryAnswer, count: number): string {
  const others = classes.slice(1, count).map((each) => `, ${each.label} ${formatScore(each.similarity)}`);
  const nearest = formatScore(similarity);
  if (label !== null) return `${label} ${nearest}${others.join('')}`;
  return `unknown (${classes[0]?.label} ${nearest}, below ${formatScore(threshold ?? 0)})${others.join('')}`;
}
