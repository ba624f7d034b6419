import { percent, score } from '../base/figures.ts';
import type { ClassifierAnswer, GalleryAnswer, PictureAnswer } from '../node/picture-answer.ts';

/** One picture's answers in a line for people: its path in `width` characters, then what each approach says. */
export function answerLine({ path, error, classifier, gallery }: PictureAnswer, width = 0): string {
  if (error !== undefined) return `${path.padEnd(width)}  could not be read: ${error.message}`;
  const said = [classifier && classifierWords(classifier), gallery && galleryWords(gallery)];
  return [path.padEnd(width), ...said.filter((words) => words !== null)].join('  ');
}

/** Several pictures' answers, aligned. */
export function answerLines(answers: readonly PictureAnswer[]): string[] {
  const width = Math.max(0, ...answers.map(({ path }) => path.length));
  return answers.map((answer) => answerLine(answer, width));
}

/** The nearest enrolled pictures, a line each: id, class, similarity and path. */
export function nearestLines({ gallery }: PictureAnswer): string[] {
  const nearest = gallery?.nearest ?? [];
  const width = Math.max(0, ...nearest.map(({ label }) => label.length));
  return nearest.map(
    ({ id, label, path, similarity }) => `    ${id.padEnd(18)}  ${score(similarity)}  ${label.padEnd(width)}  ${path}`,
  );
}

function classifierWords({ label, probability, stale }: ClassifierAnswer): string {
  return `classifier: ${label} ${percent(probability)}${stale ? ' (stale)' : ''}`.padEnd(36);
}

function galleryWords({ label, similarity, threshold, classes }: GalleryAnswer): string {
  if (label !== null) return `gallery: ${label} ${score(similarity)}`;
  return `gallery: unknown (${classes[0]?.label} ${score(similarity)}, below ${score(threshold ?? 0)})`;
}
