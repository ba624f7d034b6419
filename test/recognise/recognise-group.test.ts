import { describe, expect, test } from 'vitest';
import { type Matrix, matrix, normaliseRows, row, takeRows } from '../../src/base/matrix.ts';
import { withGallery } from '../../src/bundle/with-gallery.ts';
import { typedProduct as product } from '../../src/linalg/product.ts';
import { pooledThings, type Together } from '../../src/pooling/together.ts';
import { weightingNames } from '../../src/pooling/weightings/catalogue.ts';
import { recogniser } from '../../src/recognise/recogniser.ts';
import { exampleBundle, noise } from '../bundle/example.ts';

const bundle = await exampleBundle();
const { gallery } = bundle;
if (gallery === null) throw new Error('the example has a gallery');
const embeddings = normaliseRows(noise(3, 'pictures', 4, 12));
const ways: Together[] = weightingNames.flatMap((weighting) =>
  pooledThings.map((pooled) => ({
    gallery: weighting,
    classifier: { pooled, weighting },
    independence: 0.5,
    leastAgreement: [{ pictures: 3, value: 0.2 }],
  })),
);

describe.each([undefined, ...ways])('pooled by %j', (together) => {
  const open = recogniser({ ...bundle, together }, { product });

  test('a group of one is answered as the picture alone', async () => {
    const one = takeRows(embeddings, [1]);
    const [alone] = await open.recognise(one, { top: 2 });
    expect(await open.recogniseGroup(one, { top: 2 })).toEqual({ ...alone, pictures: 1, outliers: [] });
  });

  test('copies of one picture have its labels', async () => {
    const [alone] = await open.recognise(takeRows(embeddings, [2]));
    const group = await open.recogniseGroup(takeRows(embeddings, [2, 2, 2]));
    expect(group.pictures).toBe(3);
    expect(group.classifier?.label).toBe(alone.classifier?.label);
    expect(group.gallery?.classes[0].label).toBe(alone.gallery?.classes[0].label);
  });

  test('the order of the pictures does not matter', async () => {
    const [forward, backward] = [
      await open.recogniseGroup(embeddings),
      await open.recogniseGroup(takeRows(embeddings, [3, 2, 1, 0])),
    ];
    expect(backward.classifier?.label).toBe(forward.classifier?.label);
    expect(backward.classifier?.probability).toBeCloseTo(forward.classifier?.probability ?? Number.NaN, 5);
    expect(backward.gallery?.similarity).toBeCloseTo(forward.gallery?.similarity ?? Number.NaN, 5);
    expect(backward.outliers.map(({ index }) => 3 - index)).toEqual(forward.outliers.map(({ index }) => index));
  });
});

describe('outliers', () => {
  const together: Together = {
    gallery: 'mean',
    classifier: { pooled: 'embeddings', weighting: 'mean' },
    independence: 0,
    leastAgreement: [{ pictures: 3, value: 0.3 }],
  };
  const open = recogniser({ ...bundle, together }, { product });

  /** Near copies of one picture, and others at the end. */
  function withStrangers(copies: number, others: number): Matrix {
    const drawn = noise(11, 'copies', copies + others, 12);
    for (let i = 0; i < copies; i++) {
      const values = row(drawn, i);
      for (let j = 0; j < values.length; j++) values[j] = row(embeddings, 0)[j] + values[j] / 50;
    }
    for (let i = 0; i < others; i++) row(drawn, copies + i).set(row(embeddings, 0).map((value) => -value));
    return normaliseRows(drawn);
  }

  test('are named and do not count', async () => {
    const found = await open.recogniseGroup(withStrangers(3, 1));
    expect(found.outliers).toEqual([{ index: 3, similarity: expect.any(Number) }]);
    expect(found.pictures).toBe(3);
    const without = await open.recogniseGroup(takeRows(withStrangers(3, 1), [0, 1, 2]));
    expect(found.gallery).toEqual(without.gallery);
    expect(without.outliers).toEqual([]);
  });

  test('are fewer than half, so none of two is one', async () => {
    expect((await open.recogniseGroup(withStrangers(1, 1))).outliers).toEqual([]);
    expect((await open.recogniseGroup(withStrangers(2, 2))).outliers.length).toBeLessThan(2);
  });

  test('are not looked for in a bundle that was not validated on groups', async () => {
    const { outliers } = await recogniser(bundle, { product }).recogniseGroup(withStrangers(3, 1));
    expect(outliers).toEqual([]);
  });
});

test('the threshold is that for the number of pictures', async () => {
  const threshold = { ...gallery.threshold, value: 0.1, byPictures: [{ pictures: 4, value: 0.7 }] };
  const open = recogniser(withGallery(bundle, { ...gallery, threshold }), { product });
  const limitOf = async (rows: number) =>
    (await open.recogniseGroup(takeRows(embeddings, [...Array(rows).keys()]))).gallery?.threshold;
  expect(await limitOf(1)).toBe(0.1);
  expect(await limitOf(2)).toBeCloseTo(0.4, 9);
  expect(await limitOf(4)).toBeCloseTo(0.7, 9);
});

test('independent pictures make the classifier more certain', async () => {
  const certain = async (independence: number) => {
    const together = { ...ways[0], independence, leastAgreement: [] };
    return (await recogniser({ ...bundle, together }, { product }).recogniseGroup(embeddings)).classifier;
  };
  const [as, more] = [await certain(0), await certain(1)];
  expect(more?.probability).toBeGreaterThan(as?.probability ?? 1);
  expect(more?.label).toBe(as?.label);
});

test('no picture, and one that is no number, are refused', async () => {
  const open = recogniser(bundle, { product });
  await expect(open.recogniseGroup(matrix(0, 12))).rejects.toThrow(expect.objectContaining({ code: 'empty' }));
  const broken = takeRows(embeddings, [0, 1]);
  broken.data[3] = Number.NaN;
  await expect(open.recogniseGroup(broken)).rejects.toThrow(expect.objectContaining({ code: 'bad-data' }));
});
