import { describe, expect, test } from 'vitest';
import { fromRows, matrix, row } from '../../src/base/matrix.ts';
import { matrixToNpy } from '../../src/base/npy.ts';
import { openBundle } from '../../src/bundle/open-bundle.ts';
import { enrol } from '../../src/gallery/enrol.ts';
import { typedProduct as product } from '../../src/linalg/product.ts';
import { recogniser } from '../../src/recognise/recogniser.ts';
import { exampleBundle, noise } from '../bundle/example.ts';
import { resealed } from '../bundle/saved.ts';

const bundle = await exampleBundle();
const { gallery } = bundle;
if (gallery === null) throw new Error('the example has a gallery');

const unusable = [Number.NaN, Number.POSITIVE_INFINITY, 0].map((value) => new Float32Array(12).fill(value));
const refused = expect.objectContaining({ code: 'bad-data' });

describe.each(unusable.map((vector) => [vector[0], vector] as const))('an embedding of %f', (_value, vector) => {
  const pair = fromRows([row(noise(1, 'good', 1, 12), 0), vector]);

  test('is not enrolled', async () => {
    const enrolments = ['a', 'b'].map((name) => ({ label: 'x', path: `${name}.jpg`, hash: name.repeat(64) }));
    const message = expect.stringContaining('b.jpg');
    await expect(enrol(gallery, enrolments, pair, product)).rejects.toMatchObject({ code: 'bad-data', message });
  });

  test('is not answered', async () => {
    const { recognise, verify } = recogniser(bundle, { product });
    await expect(recognise(pair)).rejects.toThrow(refused);
    await expect(verify(row(pair, 0), vector)).rejects.toThrow(refused);
  });
});

test('a picture in the very middle of the space of a gallery is enrolled, though it has no direction there', async () => {
  const centred = {
    ...gallery,
    projection: { ...gallery.projection, power: 1, mean: row(noise(1, 'good', 1, 12), 0) },
  };
  const picture = [{ label: 'x', path: 'a.jpg', hash: 'a'.repeat(64) }];
  const { entries } = await enrol(centred, picture, noise(1, 'good', 1, 12), product);
  expect(entries).toHaveLength(gallery.entries.length + 1);
});

test('enrolled ones of an older version are left out when the bundle is opened, and said', async () => {
  const vectors = matrix(gallery.vectors.rows, gallery.vectors.columns, gallery.vectors.data.slice());
  row(vectors, 2).fill(Number.NaN);
  row(vectors, 5)[0] = Number.NEGATIVE_INFINITY;
  const warnings: string[] = [];
  const storage = await resealed({ 'gallery/vectors': matrixToNpy(vectors) });
  const opened = await openBundle(storage, { name: 'B', warn: (message) => warnings.push(message) });
  const kept = gallery.entries.filter((_, index) => index !== 2 && index !== 5);
  expect(opened.gallery?.entries).toEqual(kept);
  expect(opened.gallery?.vectors.rows).toBe(kept.length);
  expect(warnings).toEqual([expect.stringMatching(/^B: 2 enrolled pictures left out.*class 002/)]);
  const [answer] = await recogniser(opened, { product }).recognise(noise(4, 'asked', 1, 12));
  expect(answer.gallery?.similarity).toEqual(expect.closeTo(answer.gallery?.similarity ?? Number.NaN));
});

test('a classifier or a projection of such numbers is a damaged bundle', async () => {
  for (const role of ['classifier/weights', 'classifier/projection/weights']) {
    const shape = role.endsWith('projection/weights') ? [5, 12] : [3, 5];
    const broken = matrix(shape[0], shape[1], new Float32Array(shape[0] * shape[1]).fill(Number.NaN));
    const opening = resealed({ [role]: matrixToNpy(broken) }).then((storage) => openBundle(storage));
    await expect(opening).rejects.toMatchObject({ code: 'bad-bundle', message: expect.stringContaining('NaN') });
  }
});
