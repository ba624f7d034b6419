import { formatScore } from '../../base/figures.ts';
import { answerInWords } from '../../calibrate/answering/one-answer.ts';
import type { ExplainResult } from '../../node/explain/explain-pictures.ts';
import type { GalleryExplanation, PictureExplanation } from '../../node/explain/explanation.ts';

/** Explanations as text: per picture the words of both approaches, and which enrolled picture is nearest. */
export function explanationText({ pictures, out }: ExplainResult): string {
  return [...pictures.map(oneText), ...(out === null ? [] : [`Drawn in ${out}`])].join('\n\n');
}

function oneText({ path, error, answer, classifier, gallery }: PictureExplanation): string {
  if (error) return `${path}\n  could not be read: ${error.message}`;
  return [
    path,
    ...(answer ? [`  Answer: ${answerInWords(answer)}`] : []),
    ...(classifier ? paragraph('Classifier', classifier.words) : []),
    ...(gallery ? paragraph('Gallery', [...gallery.words, ...nearestWords(gallery)]) : []),
  ].join('\n');
}

function paragraph(name: string, sentences: readonly string[]): string[] {
  return [`  ${name}`, ...sentences.map((sentence) => `    ${sentence}.`)];
}

function nearestWords({ evidence, file, missing }: GalleryExplanation): string[] {
  if (evidence === null) return [];
  const { label, path, similarity } = evidence.nearest;
  const said = `Nearest picture of ${label}: ${file ?? path}, similarity ${formatScore(similarity)}`;
  return missing === null ? [said] : [said, missing];
}
