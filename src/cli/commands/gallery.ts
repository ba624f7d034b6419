import { counted, formatScore } from '../../base/figures.ts';
import {
  type GalleryListing,
  type GallerySummary,
  listGallery,
  summariseGallery,
} from '../../node/bundles/summarise-gallery.ts';
import { shellWord } from '../../node/shell-word.ts';
import { misused } from '../misuse.ts';
import { flag, optionalText, text } from '../options/parameters.ts';
import { table } from '../text/table.ts';
import { thresholdText } from '../text/verification-text.ts';
import { command } from './command.ts';

/** Lists the enrolled classes or pictures. */
export const gallery = command({
  arguments: { bundle: text('<bundle>', 'a bundle written by fit') },
  options: {
    pictures: flag('--pictures', 'list every enrolled picture, with the id for forget and relabel'),
    label: optionalText('--label <label>', 'with --pictures: only those of one class'),
  },
  example: ['discern fit demo/pictures --out emoji', 'discern gallery emoji', 'discern gallery emoji --pictures'],
  run: async ({ bundle, pictures, label }, { width }) => {
    if (label !== undefined && !pictures) throw needsPictures(label);
    if (pictures) {
      const listing = await listGallery(bundle, label);
      return { json: listing, text: list(listing, width) };
    }
    const summary = await summariseGallery(bundle);
    return { json: summary, text: overview(bundle, summary, width) };
  },
});

function list({ pictures }: GalleryListing, width: number): string {
  if (pictures.length === 0) return 'Nothing is enrolled.';
  const rows = pictures.map(({ id, label, path }) => [id, label, path]);
  return table([{ head: 'id' }, { head: 'class' }, { head: 'picture' }], rows, width);
}

function needsPictures(label: string) {
  return misused('--label needs --pictures', {
    given: `--label ${label}`,
    expected: '--pictures, which lists the pictures of that class',
    todo: 'discern gallery BUNDLE --pictures --label LABEL',
  });
}

function overview(bundle: string, summary: GallerySummary, width: number): string {
  const { vectors, dimensions, classes, threshold } = summary;
  if (classes.length === 0) return emptyOverview(bundle, threshold);
  const total = `${counted(vectors, 'picture')} of ${counted(classes.length, 'class', 'classes')}`;
  const rows = classes.map(({ label, vectors: count, threshold }) => [label, String(count), formatScore(threshold)]);
  const columns = [
    { head: 'class' },
    { head: 'pictures', align: 'right' },
    { head: 'threshold', align: 'right' },
  ] as const;
  return [`${bundle}: ${total}, ${dimensions} dimensions`, '', table(columns, rows, width)].join('\n');
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
