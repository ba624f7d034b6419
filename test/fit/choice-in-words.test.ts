import { expect, test } from 'vitest';
import { classifierInWords, galleryInWords } from '../../src/fit/choice-in-words.ts';
import { headCandidates } from '../../src/fit/classifier/head-candidates.ts';
import { plain } from '../../src/fit/projection-candidates.ts';

test('every head that can be chosen stands in words', () => {
  const sentences = headCandidates.map((spec) =>
    classifierInWords({ ...spec, epochs: 7, temperature: 1, validation: { accuracy: 0.5, logLoss: 1 } }),
  );
  expect(new Set(sentences).size).toBe(headCandidates.length);
  expect(sentences[0]).toBe(
    'A linear head on standardised embeddings (power 0.75, shrinkage 0), trained for 7 epochs at a learning rate of up to 0.001, label smoothing 0.1, weight decay 0.1; accuracy 50.0 % on validation.',
  );
  for (const sentence of sentences) expect(sentence).not.toMatch(/[{}"]|undefined|NaN/);
});

test('a gallery stands in words', () => {
  expect(galleryInWords({ projection: plain, matcher: { name: 'neighbours', k: 1 }, validation: null })).toBe(
    'Compares by the nearest picture of each class, on embeddings as they are; not validated.',
  );
  const projection = { name: 'discriminant', power: 0.5, shrinkage: 'ledoit-wolf' } as const;
  expect(
    galleryInWords({
      projection,
      matcher: { name: 'vote', k: 5 },
      validation: { accuracy: 1, parting: 1, later: null },
    }),
  ).toBe(
    'Compares by a vote of the 5 nearest pictures, on embeddings in the directions that tell classes apart (power 0.5, shrinkage by Ledoit and Wolf); accuracy 100.0 % on validation.',
  );
});
