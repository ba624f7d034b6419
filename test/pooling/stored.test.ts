import { expect, test } from 'vitest';
import { memoryStorage } from '../../src/bundle/memory-storage.ts';
import { openBundle, openBundleForAnswers } from '../../src/bundle/open-bundle.ts';
import { saveBundle } from '../../src/bundle/save-bundle.ts';
import type { Together } from '../../src/pooling/together.ts';
import { exampleBundle } from '../bundle/example.ts';

const together: Together = {
  gallery: 'trimmed',
  classifier: { pooled: 'logProbabilities', weighting: 'agreement' },
  independence: 0.35,
  leastAgreement: [{ pictures: 3, value: 0.1 }],
};

async function opened(more: object) {
  const bundle = { ...(await exampleBundle()), ...more };
  const storage = memoryStorage();
  await saveBundle(bundle, storage);
  return { whole: await openBundle(storage), forAnswers: await openBundleForAnswers(storage) };
}

test('a bundle keeps how several pictures are pooled, also for answering', async () => {
  const { gallery } = await exampleBundle();
  const threshold = { value: 0.25, source: 'an example', byPictures: [{ pictures: 3, value: 0.4 }] };
  const { whole, forAnswers } = await opened({ together, gallery: gallery && { ...gallery, threshold } });
  expect([whole.together, forAnswers.together]).toEqual([together, together]);
  expect(whole.gallery?.threshold).toEqual(threshold);
});

test('a bundle without it, as older ones are, has none', async () => {
  const { whole } = await opened({});
  expect(whole.together).toBeUndefined();
  expect(whole.gallery?.threshold.byPictures).toBeUndefined();
});

test.each([
  { ...together, gallery: 'nothing' },
  { ...together, independence: 2 },
  { ...together, leastAgreement: [{ pictures: 0, value: 1 }] },
])('what is no such thing is a bad bundle: %j', async (wrong) => {
  await expect(opened({ together: wrong })).rejects.toThrow(expect.objectContaining({ code: 'bad-bundle' }));
});
