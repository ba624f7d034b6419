import { counted, formatScore, percent, percentInterval } from '../../base/figures.ts';
import type { TogetherResult } from '../../evaluate/together.ts';
import { table } from './table.ts';

/** A table of several pictures of one thing against the same pictures alone, in lines of at most `width` characters. */
export function togetherText(result: TogetherResult, width: number): string {
  const { pictures, groups, outliers, leftOut, classifier, gallery, unknown } = result;
  const of = pictures === null ? 'the groups of the data set' : `${pictures} pictures of one class`;
  const both = [classifier, gallery];
  const rows = [
    row('Accuracy', classifier?.accuracy, gallery?.accuracy),
    ['  95 % interval', ...both.map((each) => (each ? percentInterval(each.interval) : '-'))],
    row('  the same pictures alone', classifier?.alone, gallery?.alone),
    ['  gained, points', ...both.map((each) => (each ? points(each.difference) : '-'))],
    row('Known things accepted', undefined, gallery?.accepted),
    ...strangerRows(unknown),
  ];
  const heads = ['classifier', 'gallery'].map((head) => ({ head, align: 'right' as const }));
  return [
    `Several pictures of one thing (${of}): ${counted(groups, 'group')}.`,
    ...(outliers > 0 ? [`Taken for outliers and not counted: ${counted(outliers, 'picture')}.`] : []),
    ...(leftOut > 0 ? [`In no group, so not measured here: ${counted(leftOut, 'picture')}.`] : []),
    ...(unknown ? [`Strangers: ${counted(unknown.groups, 'group')}, by ${unknown.by}.`] : []),
    '',
    table([{ head: 'Together' }, ...heads], rows, width),
  ].join('\n');
}

function strangerRows(unknown: TogetherResult['unknown']): string[][] {
  if (unknown === null) return [];
  const { classifier, gallery } = unknown;
  return [
    ['AUROC against strangers', score(classifier?.auroc), score(gallery?.auroc)],
    ['  the same pictures alone', score(classifier?.alone.auroc), score(gallery?.alone.auroc)],
    row('Strangers accepted', undefined, gallery?.falseAccept),
    row('  the same pictures alone', undefined, gallery?.alone.falseAccept),
  ];
}

function row(title: string, classifier: number | undefined, gallery: number | undefined): string[] {
  return [title, ...[classifier, gallery].map((share) => (share === undefined ? '-' : percent(share)))];
}

function score(value: number | undefined): string {
  return value === undefined ? '-' : formatScore(value);
}

function points({ accuracy, interval }: { readonly accuracy: number; readonly interval: readonly number[] }): string {
  const [low, high] = interval.map((end) => (100 * end).toFixed(1));
  return `${(100 * accuracy).toFixed(1)} (${low} to ${high})`;
}
