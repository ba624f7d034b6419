import { counted, score } from '../../base/figures.ts';
import {
  type GalleryListing,
  type GallerySummary,
  listGallery,
  summariseGallery,
} from '../../node/summarise-gallery.ts';
import { misused } from '../misuse.ts';
import { flag, optionalText, text } from '../parameters.ts';
import { table } from '../table.ts';
import { command } from './command.ts';

/** Shows what is enrolled. */
export const gallery = command({
  arguments: { bundle: text('<bundle>', 'what fit has written') },
  options: {
    pictures: flag('--pictures', 'lists every enrolled picture, with the id that forget and relabel take'),
    label: optionalText('--label <label>', 'with --pictures: those of one class'),
  },
  example: ['discern fit demo/pictures --out emoji', 'discern gallery emoji', 'discern gallery emoji --pictures'],
  run: async ({ bundle, pictures, label }) => {
    if (label !== undefined && !pictures) throw needsPictures(label);
    if (pictures) {
      const listing = await listGallery(bundle, label);
      return { json: listing, text: list(listing) };
    }
    const summary = await summariseGallery(bundle);
    return { json: summary, text: overview(bundle, summary) };
  },
});

function list({ pictures }: GalleryListing): string {
  if (pictures.length === 0) return 'Nothing is enrolled.';
  const rows = pictures.map(({ id, label, path }) => [id, label, path]);
  return table([{ head: 'id' }, { head: 'class' }, { head: 'picture' }], rows);
}

function needsPictures(label: string) {
  return misused('--label needs --pictures', {
    given: `--label ${label}`,
    expected: '--pictures, which lists the pictures of that class',
    todo: 'discern gallery BUNDLE --pictures --label LABEL',
  });
}

function overview(bundle: string, { vectors, dimensions, classes }: GallerySummary): string {
  const total = `${counted(vectors, 'picture')} of ${counted(classes.length, 'class', 'classes')}`;
  const rows = classes.map(({ label, vectors: count, threshold }) => [label, String(count), score(threshold)]);
  const columns = [
    { head: 'class' },
    { head: 'pictures', align: 'right' },
    { head: 'threshold', align: 'right' },
  ] as const;
  return [`${bundle}: ${total}, ${dimensions} numbers each`, '', table(columns, rows)].join('\n');
}
