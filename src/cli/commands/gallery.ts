import { counted, score } from '../../base/figures.ts';
import { type GallerySummary, summariseGallery } from '../../node/summarise-gallery.ts';
import { text } from '../parameters.ts';
import { table } from '../table.ts';
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

function overview(bundle: string, { vectors, dimensions, classes }: GallerySummary, width: number): string {
  const total = `${counted(vectors, 'picture')} of ${counted(classes.length, 'class', 'classes')}`;
  const rows = classes.map(({ label, vectors: count, threshold }) => [label, String(count), score(threshold)]);
  const columns = [
    { head: 'class' },
    { head: 'pictures', align: 'right' },
    { head: 'threshold', align: 'right' },
  ] as const;
  return [`${bundle}: ${total}, ${dimensions} numbers each`, '', table(columns, rows, width)].join('\n');
}
