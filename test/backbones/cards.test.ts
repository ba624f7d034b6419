import { describe, expect, test } from 'vitest';
import type { Card } from '../../src/backbones/card.ts';
import { cardNamed, cards, defaultBackbone } from '../../src/backbones/cards/catalogue.ts';
import { cardFingerprint } from '../../src/backbones/fingerprint.ts';

const all: readonly Card[] = Object.values(cards);

describe.each(all)('$name', (card) => {
  test('is found under its name and its file', () => {
    expect(cardNamed(card.name)).toBe(card);
    expect(card.file).toBe(`${card.name}.onnx`);
  });

  test('its licence lets it be shipped', () => {
    expect(card.licence).toBe('Apache-2.0');
  });
});

test('the default is in the catalogue, unknown names and those of objects are not', () => {
  expect(cardNamed(defaultBackbone)?.name).toBe(defaultBackbone);
  expect(cardNamed('resnet')).toBeUndefined();
  expect(cardNamed('toString')).toBeUndefined();
});

describe('the fingerprint', () => {
  const [card] = all;
  const { preprocessing } = card;
  const changes: readonly Partial<Card>[] = [
    { sha256: '0' },
    { input: 'x' },
    { output: 'x' },
    { pooling: 'average' },
    { preprocessing: { ...preprocessing, sizePx: 1 } },
    { preprocessing: { ...preprocessing, mean: [1, 127, 127] } },
    { preprocessing: { ...preprocessing, interpolation: 'bilinear' } },
  ];

  test('changes with all that decides an embedding', async () => {
    const prints = await Promise.all([{}, ...changes].map((change) => cardFingerprint({ ...card, ...change })));
    expect(new Set(prints).size).toBe(prints.length);
    for (const print of prints) expect(print).toMatch(/^[0-9a-f]{64}$/);
  });

  test('is blind to names, origin and the order of fields', async () => {
    const reordered = Object.fromEntries(Object.entries(preprocessing).reverse());
    const renamed = {
      ...card,
      name: 'mine',
      description: '',
      source: '',
      file: null,
      preprocessing: { ...preprocessing, ...reordered },
    };
    expect(await cardFingerprint(renamed)).toBe(await cardFingerprint(card));
  });
});
