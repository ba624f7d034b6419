import { counted, score } from '../../base/figures.ts';
import { shellWord } from '../../node/shell-word.ts';
import { type GallerySummary, summariseGallery } from '../../node/summarise-gallery.ts';
import { text } from '../parameters.ts';
import { table } from '../table.ts';
import { thresholdText } from '../verification-text.ts';
import { command } from './command.ts';

/** Shows what is enrolled. */
export const gallery = command({
  arguments: { bundle: text('<bundle>', 'what fit has written') },
  options: {},
  example: ['discern fit demo/pictures --out emoji', 'discern gallery emoji'],
  run: async ({ bundle }, { width }) => {
    const summary = await summariseGallery(bundle);
    return { json: summary, text: overview(bundle, summary, width) };
  },
});

function overview(bundle: string, summary: GallerySummary, width: number): string {
  const { vectors, dimensions, classes, threshold } = summary;
  if (classes.length === 0) return emptyOverview(bundle, threshold);
  const total = `${counted(vectors, 'picture')} of ${counted(classes.length, 'class', 'classes')}`;
  const rows = classes.map(({ label, vectors: count, threshold }) => [label, String(count), score(threshold)]);
  const columns = [
    { head: 'class' },
    { head: 'pictures', align: 'right' },
    { head: 'threshold', align: 'right' },
  ] as const;
  return [`${bundle}: ${total}, ${dimensions} numbers each`, '', table(columns, rows, width)].join('\n');
}

function emptyOverview(bundle: string, threshold: GallerySummary['threshold']): string {
  return [
    `${bundle}: nothing is enrolled.`,
    '',
    thresholdText(threshold),
    '',
    `Next: discern enrol ${shellWord(bundle)} LABEL FILE`,
    `      discern verify ${shellWord(bundle)} A B`,
  ].join('\n');
}
