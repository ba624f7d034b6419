import Papa from 'papaparse';
import { type AsideFile, openAside } from '../../node/files/aside-file.ts';
import type { PictureAnswer } from '../../node/picture-answer.ts';

const columns = [
  'path',
  'classifier',
  'probability',
  'gallery',
  'known',
  'similarity',
  'threshold',
  'error',
  'answer',
  'confidence',
  'by',
] as const;

/** A .csv file of answers being written, one row per picture. The file appears under its name when it is complete. */
export type AnswersCsv = Pick<AsideFile, 'commit' | 'abandon'> & { add(answer: PictureAnswer): Promise<void> };

/** Starts a .csv file of answers. Throws `disk` and `no-permission`. */
export async function answersCsv(path: string): Promise<AnswersCsv> {
  const file = await openAside(path);
  const write = (cells: readonly unknown[]) =>
    file.append(new TextEncoder().encode(`${Papa.unparse([[...cells]], { newline: '\n' })}\n`));
  await write(columns);
  return {
    add: ({ path: picture, classifier, gallery, error, answer }) =>
      write([
        picture,
        classifier?.label,
        classifier?.probability,
        gallery?.known === false ? 'unknown' : gallery?.label,
        gallery?.known,
        gallery?.similarity,
        gallery?.threshold,
        error?.message,
        answer && (answer.label ?? 'unknown'),
        answer?.confidence,
        answer?.by,
      ]),
    commit: file.commit,
    abandon: file.abandon,
  };
}
