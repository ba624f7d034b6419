import { expect, test } from 'vitest';
import { learningSetOf } from '../../src/plan/learning-set.ts';

/** Pictures of no size, by their paths. */
const describePictures = async (samples: readonly { readonly path: string }[]) => samples.map(({ path }) => path);

const sample = (label: string, part: 'train' | 'val', i: number) => ({
  path: `${label}/${part}-${i}.png`,
  label,
  part,
  group: null,
});
const many = (label: string, part: 'train' | 'val', count: number) =>
  Array.from({ length: count }, (_, i) => sample(label, part, i));
const dataset = (...samples: readonly ReturnType<typeof sample>[][]) => ({
  name: 'pictures',
  samples: samples.flat(),
  pairs: [],
  triplets: [],
  classes: [],
  remarks: [],
});

test('pictures of val whose class train lacks are left out, which is told', async () => {
  const reported: string[] = [];
  const warn = (message: string) => void reported.push(message);
  const known = [many('a', 'train', 5), many('b', 'train', 5), many('a', 'val', 2)];
  const all = await learningSetOf(dataset(...known), describePictures, { warn });
  expect([all.val?.length, reported]).toEqual([2, []]);
  const some = await learningSetOf(dataset(...known, many('c', 'val', 3), many('d', 'val', 1)), describePictures, {
    warn,
  });
  expect(some.val?.length).toBe(2);
  expect(reported).toEqual([expect.stringMatching(/^4 pictures of val .* 2 classes, first c$/)]);
  expect(
    (await learningSetOf(dataset(...known.slice(0, 2), many('c', 'val', 3)), describePictures, { warn })).val,
  ).toBeNull();
  expect(reported).toHaveLength(2);
});

test('a val part of classes that train has none of judges as what it is', async () => {
  const unseen = [many('c', 'val', 3), many('d', 'val', 1)];
  const learned = [many('a', 'train', 5), many('b', 'train', 5)];
  const { val, valClasses, classes } = await learningSetOf(dataset(...learned, ...unseen), describePictures);
  expect([val?.length, valClasses, classes]).toEqual([4, 'new', ['a', 'b']]);
  const mixed = await learningSetOf(dataset(...learned, ...unseen, many('a', 'val', 2)), describePictures);
  expect([mixed.val?.length, mixed.valClasses]).toEqual([2, 'known']);
});
