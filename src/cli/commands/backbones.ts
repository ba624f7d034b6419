import type { Card } from '../../backbones/card.ts';
import { cards, defaultBackbone } from '../../backbones/cards/catalogue.ts';
import { byteSize } from '../../base/figures.ts';
import { table } from '../text/table.ts';
import { command } from './command.ts';

/** Lists the built-in backbones, and how to use one's own. */
export const backbones = command({
  arguments: {},
  options: {},
  example: ['discern backbones'],
  run: async (_, { width }) => {
    const all = Object.values<Card>(cards);
    const listed = all.map((card) => ({ ...card, default: card.name === defaultBackbone }));
    return { json: listed, text: [overview(all, width), '', bringYourOwn].join('\n') };
  },
});

const bringYourOwn = [
  `The default of --backbone is ${defaultBackbone}.`,
  'Your own: --backbone FILE.onnx, or --backbone hf:OWNER/NAME from a hub.',
  'A backbone turns a picture into one vector of unit length; both approaches use it.',
].join('\n');

function overview(listed: readonly Card[], width: number): string {
  const columns = [
    { head: 'name' },
    { head: 'px', align: 'right' },
    { head: 'dimensions', align: 'right' },
    { head: 'size', align: 'right' },
    { head: 'licence' },
  ] as const;
  const rows = listed.map(({ name, preprocessing, dimensions, bytes, licence }) => [
    name,
    String(preprocessing.sizePx),
    String(dimensions),
    byteSize(bytes),
    licence,
  ]);
  return table(columns, rows, width);
}
