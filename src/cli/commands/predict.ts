import { counted } from '../../base/figures.ts';
import type { ClassDifference } from '../../bundle/class-difference.ts';
import { requireRoomForFile } from '../../node/files/out-place.ts';
import type { PictureAnswer } from '../../node/picture-answer.ts';
import { recognisePictures } from '../../node/recognise-pictures.ts';
import { requireBundleFirst } from '../bundle-first.ts';
import type { Context } from '../context.ts';
import { givenPictures } from '../given-pictures.ts';
import { flag, optional, optionalText, realNumber, text, texts, wholeNumber } from '../options/parameters.ts';
import { workOptions } from '../options/work-options.ts';
import { answerLine, coloursFor, nearestLines } from '../text/answer-line.ts';
import { staleText } from '../text/stale-text.ts';
import { wrapText } from '../text/wrap-text.ts';
import { command } from './command.ts';

/** Recognises pictures. Lines are printed as results arrive; the array of `--json` is printed at the end. */
export const predict = command({
  arguments: {
    bundle: text('<bundle>', 'a bundle written by fit'),
    pictures: texts('[pictures...]', 'files, or folders read to any depth; - is standard input'),
  },
  options: {
    list: optionalText('--list <file>', 'a file of paths, one per line; - is standard input'),
    top: optional(wholeNumber('--top <k>', 'number of best classes to list (default: 5 in JSON)', { least: 1 })),
    threshold: optional(realNumber('--threshold <t>', 'least similarity of a known class', { least: -1, most: 1 })),
    csv: optionalText('--csv <file>', 'also write the answers to this file'),
    ids: flag('--ids', 'show the nearest enrolled pictures, with the id for forget and relabel'),
    jsonl: flag('--jsonl', 'print one JSON element per line, as results arrive'),
  },
  example: ['discern fit demo/pictures --out emoji', 'discern predict emoji demo/strangers demo/pictures/test/fox'],
  run: async ({ bundle, pictures, list, csv, jsonl, top, threshold, ids }, context) => {
    await requireBundleFirst('predict', bundle, pictures);
    if (csv !== undefined) await requireRoomForFile(csv, 'answers');
    const { paths, count, read } = await givenPictures(pictures, list, context);
    const options = { ...workOptions(context), top, threshold, pictures: count, read };
    const silent = context.stdout.isTerminal && !context.json;
    const answers = recognisePictures(bundle, paths, silent ? { ...options, progress: undefined } : options);
    const reported = await printAnswers(
      csv === undefined ? answers : alsoAsCsv(answers, csv),
      formOf({ jsonl, top, ids }, paths, context),
      context,
      csv === undefined,
    );
    if (reported.failed > 0)
      context.warn(`${counted(reported.failed, 'picture')} of ${reported.all} could not be read`);
    if (reported.stale) context.warn(staleText(reported.stale));
    const exitCode = reported.failed > 0 && reported.failed === reported.all ? 1 : 0;
    return context.json && !jsonl ? { json: reported.kept, exitCode } : { exitCode };
  },
});

type Form = ((answer: PictureAnswer) => string) | null;

/** How an answer is printed; null if it is kept for the array at the end. */
function formOf(
  { jsonl, top, ids }: { readonly jsonl: boolean; readonly top: number | undefined; readonly ids: boolean },
  paths: readonly string[] | AsyncIterable<string>,
  { json, width, stdout, environment }: Context,
): Form {
  if (jsonl) return (answer) => JSON.stringify(answer);
  if (json) return null;
  const longest = Array.isArray(paths) ? paths.reduce((most, { length }) => Math.max(most, length), 0) : 0;
  const colours = coloursFor(stdout.isTerminal && !environment.NO_COLOR);
  const form = { pathWidth: Math.min(48, longest), top, width, colours };
  const lines = (answer: PictureAnswer) => [answerLine(answer, form), ...(ids ? nearestLines(answer) : [])];
  return (answer) => wrapText(lines(answer).join('\n'), width);
}

/** Prints answers as they arrive, and counts them. With `endsWithReader` it stops when the reader closes the pipe. */
async function printAnswers(
  answers: AsyncIterable<PictureAnswer>,
  form: Form,
  { stdout }: Context,
  endsWithReader: boolean,
) {
  const kept: PictureAnswer[] = [];
  let all = 0;
  let failed = 0;
  let stale: ClassDifference | null = null;
  for await (const answer of answers) {
    all++;
    stale ??= answer.classifier?.stale ?? null;
    if (answer.error !== undefined) failed++;
    if (form === null) kept.push(answer);
    else await stdout.write(`${form(answer)}\n`);
    if (endsWithReader && stdout.lost?.()) break;
  }
  return { all, failed, kept, stale };
}

async function* alsoAsCsv(answers: AsyncIterable<PictureAnswer>, path: string): AsyncGenerator<PictureAnswer> {
  const { answersCsv } = await import('../text/answers-csv.ts');
  const file = await answersCsv(path);
  try {
    for await (const answer of answers) {
      await file.add(answer);
      yield answer;
    }
    await file.commit();
  } finally {
    await file.abandon();
  }
}
