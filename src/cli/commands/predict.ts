import { counted } from '../../base/figures.ts';
import type { ClassDifference } from '../../bundle/class-difference.ts';
import { requireRoomForFile } from '../../node/files/out-place.ts';
import type { GroupAnswer } from '../../node/group-answer.ts';
import type { PictureAnswer } from '../../node/picture-answer.ts';
import { recognisePictures } from '../../node/recognise-pictures.ts';
import { recogniseTogether } from '../../node/recognise-together.ts';
import { requireBundleFirst } from '../bundle-first.ts';
import type { Context } from '../context.ts';
import { givenGroups } from '../given-groups.ts';
import { givenPictures } from '../given-pictures.ts';
import { flag, optional, optionalText, realNumber, text, texts, wholeNumber } from '../options/parameters.ts';
import { workOptions } from '../options/work-options.ts';
import { answerLine, coloursFor, nearestLines } from '../text/answer-line.ts';
import { groupAsPicture, groupLines } from '../text/group-lines.ts';
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
    together: flag('--together', 'one answer for all files, and one for each folder'),
    threshold: optional(realNumber('--threshold <t>', 'least similarity of a known class', { least: -1, most: 1 })),
    csv: optionalText('--csv <file>', 'also write the answers to this file'),
    ids: flag('--ids', 'show the nearest enrolled pictures, with the id for forget and relabel'),
    jsonl: flag('--jsonl', 'print one JSON element per line, as results arrive'),
  },
  example: ['discern fit demo/pictures --out emoji', 'discern predict emoji demo/strangers demo/pictures/test/fox'],
  run: async ({ bundle, pictures, list, csv, jsonl, top, threshold, ids, together }, context) => {
    await requireBundleFirst('predict', bundle, pictures);
    if (csv !== undefined) await requireRoomForFile(csv, 'answers');
    const silent = context.stdout.isTerminal && !context.json;
    const options = { ...workOptions(context), top, threshold, ...(silent && { progress: undefined }) };
    const [shown, endsWithReader] = [{ jsonl, top, ids }, csv === undefined];
    const ofPictures = async () => {
      const { paths, count, read } = await givenPictures(pictures, list, context);
      const answers = recognisePictures(bundle, paths, { ...options, pictures: count, read });
      const printed = csv === undefined ? answers : alsoAsCsv(answers, csv, (answer) => answer);
      return printAnswers(printed, formOf(shown, paths, context), context, endsWithReader);
    };
    const ofGroups = async () => {
      const { groups, count, read } = await givenGroups(pictures, list, context);
      const answers = recogniseTogether(bundle, groups, { ...options, pictures: count, read });
      const printed = csv === undefined ? answers : alsoAsCsv(answers, csv, groupAsPicture);
      return printAnswers(printed, groupFormOf(shown, context), context, endsWithReader);
    };
    const reported = await (together ? ofGroups() : ofPictures());
    if (reported.failed > 0)
      context.warn(`${counted(reported.failed, together ? 'thing' : 'picture')} of ${reported.all} could not be read`);
    if (reported.stale) context.warn(staleText(reported.stale));
    const exitCode = reported.failed > 0 && reported.failed === reported.all ? 1 : 0;
    return context.json && !jsonl ? { json: reported.kept, exitCode } : { exitCode };
  },
});

/** How an answer is printed; null if it is kept for the array at the end. */
type Form<Answer> = ((answer: Answer) => string) | null;

/** The options of printing. */
type Shown = { readonly jsonl: boolean; readonly top: number | undefined; readonly ids: boolean };

function groupFormOf({ jsonl, top, ids }: Shown, context: Context): Form<GroupAnswer> {
  const { json, width } = context;
  if (jsonl) return (answer) => JSON.stringify(answer);
  if (json) return null;
  const lines = (answer: GroupAnswer) => [
    groupLines(answer, { top, width, colours: coloursIn(context) }),
    ...(ids ? nearestLines(groupAsPicture(answer)) : []),
  ];
  return (answer) => wrapText(lines(answer).join('\n'), width);
}

function formOf(
  { jsonl, top, ids }: Shown,
  paths: readonly string[] | AsyncIterable<string>,
  context: Context,
): Form<PictureAnswer> {
  const { json, width } = context;
  if (jsonl) return (answer) => JSON.stringify(answer);
  if (json) return null;
  const longest = Array.isArray(paths) ? paths.reduce((most, { length }) => Math.max(most, length), 0) : 0;
  const form = { pathWidth: Math.min(48, longest), top, width, colours: coloursIn(context) };
  const lines = (answer: PictureAnswer) => [answerLine(answer, form), ...(ids ? nearestLines(answer) : [])];
  return (answer) => wrapText(lines(answer).join('\n'), width);
}

function coloursIn({ stdout, environment }: Context) {
  return coloursFor(stdout.isTerminal && !environment.NO_COLOR);
}

/** Prints answers as they arrive, and counts them. With `endsWithReader` it stops when the reader closes the pipe. */
async function printAnswers<Answer extends Pick<PictureAnswer, 'classifier' | 'error'>>(
  answers: AsyncIterable<Answer>,
  form: Form<Answer>,
  { stdout }: Context,
  endsWithReader: boolean,
) {
  const kept: Answer[] = [];
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

async function* alsoAsCsv<Answer>(
  answers: AsyncIterable<Answer>,
  path: string,
  asPicture: (answer: Answer) => PictureAnswer,
): AsyncGenerator<Answer> {
  const { answersCsv } = await import('../text/answers-csv.ts');
  const file = await answersCsv(path);
  try {
    for await (const answer of answers) {
      await file.add(asPicture(answer));
      yield answer;
    }
    await file.commit();
  } finally {
    await file.abandon();
  }
}
