import { describe, expect, test } from 'vitest';
import { cards } from '../../src/backbones/cards/catalogue.ts';
import { factsFromMetadata } from '../../src/backbones/inspect/model-metadata.ts';
import { described } from './models.ts';

describe('the metadata of a model', () => {
  test.each(Object.entries(cards))('the card of %s comes back', (_, card) => {
    const { preprocessing, description, licence } = factsFromMetadata({ card: JSON.stringify(card) });
    const { layout: _layout, ...rest } = card.preprocessing;
    expect(preprocessing).toEqual(rest);
    expect({ description, licence }).toEqual({ description: card.description, licence: card.licence });
  });

  test.each([{}, { card: 'words' }, { card: '[1]' }, { card: '{"preprocessing":{"sizePx":null}}' }])(
    'that say nothing of use say nothing: %j',
    (metadata) => {
      const { preprocessing } = factsFromMetadata(metadata);
      expect(Object.values(preprocessing).every((value) => value === undefined)).toBe(true);
    },
  );

  test('leave nothing to assume', async () => {
    const [card] = Object.values(cards);
    const preprocessing = { ...card.preprocessing, sizePx: 8, resizePx: 9 };
    const metadata = { card: JSON.stringify({ ...card, preprocessing }) };
    const told = await described('nchw', {}, { metadata });
    expect(told.remarks).toEqual([]);
    expect(told.card.preprocessing).toEqual({ ...preprocessing, layout: 'nchw' });
    expect((await described('nchw')).remarks).not.toEqual([]);
  });
});
