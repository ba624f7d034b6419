import { expect, test } from 'vitest';
import { memoryStorage } from '../../src/bundle/memory-storage.ts';
import { openBundle, openBundleForAnswers } from '../../src/bundle/open-bundle.ts';
import { saveBundle } from '../../src/bundle/save-bundle.ts';
import type { DriftRecord } from '../../src/drift/drift-record.ts';
import { exampleBundle } from './example.ts';

const drift: DriftRecord = {
  reference: { labels: ['class 000', '__proto__'], features: { similarity: [0.5, 0.25], brightness: [0.1, 0.2, 0.3] } },
  state: {
    asked: 2,
    hashes: ['0123456789abcdef'],
    labels: ['__proto__'],
    features: { similarity: [0.125], brightness: [0.5] },
    wealth: [{ name: 'classShare', label: '__proto__', bets: [-1.5, 0.25], most: 0.5 }],
    most: 1.25,
  },
};

test('what a bundle keeps for the test of drift comes back as it was, and answering does not read it', async () => {
  const storage = memoryStorage();
  await saveBundle({ ...(await exampleBundle()), drift }, storage);
  expect((await openBundle(storage)).drift).toEqual(drift);
  expect(await openBundleForAnswers(storage)).not.toHaveProperty('drift');
});

test('a bundle without it is opened as before', async () => {
  const storage = memoryStorage();
  await saveBundle(await exampleBundle(), storage);
  expect(await openBundle(storage)).not.toHaveProperty('drift');
});

test('a malformed record is no bundle', async () => {
  const storage = memoryStorage();
  const reference = { ...drift.reference, features: { similarity: [Number.NaN, 1] } };
  await saveBundle({ ...(await exampleBundle()), drift: { reference, state: null } }, storage);
  await expect(openBundle(storage)).rejects.toMatchObject({ code: 'bad-bundle' });
});
