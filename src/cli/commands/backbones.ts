import type { Card } from '../../backbones/card.ts';
import { cards, defaultBackbone } from '../../backbones/cards/catalogue.ts';
import { byteSize } from '../../base/figures.ts';
import { table } from '../table.ts';
import { command } from './command.ts';

/** Lists what can embed pictures without a download, and how to bring one's own. */
export const backbones = command({
  arguments: {},
  options: {},
  example: ['discern backbones'],
  run: async (_, { width }) => {
    const listed = Object.values<Card>(cards).map((card) => ({ ...card, default: card.name === defaultBackbone }));
    return { json: listed, text: [overview(listed, width), '', bringYourOwn].join('\n') };
  },
});

const bringYourOwn = [
  'Your own: --backbone FILE.onnx, or --backbone hf:OWNER/NAME from a hub.',
  'A backbone turns a picture into one vector of unit length; both approaches work on it.',
].join('\n');

function overview(listed: readonly (Card & { readonly default: boolean })[], width: number): string {
  const columns = [
    { head: 'name' },
    { head: 'input', align: 'right' },
    { head: 'dimensions', align: 'right' },
    { head: 'size', align: 'right' },
    { head: 'licence' },
    { head: '' },
  ] as const;
  const rows = listed.map(({ name, preprocessing, dimensions, bytes, licence, ...card }) => [
    name,
    `${preprocessing.sizePx} px`,
    String(dimensions),
    byteSize(bytes),
    licence,
    card.default ? 'default' : '',
  ]);
  return table(columns, rows, width);
}
