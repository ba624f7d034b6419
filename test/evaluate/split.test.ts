import { describe, expect, it, test } from 'vitest';
import { dot, matrix, row } from '../../src/base/matrix.ts';
import { nearestOfClass } from '../../src/data/duplicates/nearest-of-class.ts';
import type { Embedded } from '../../src/data/embedding/embedded.ts';
import { nearDuplicates } from '../../src/evaluate/near-duplicates.ts';
import { observe } from '../../src/evaluate/observe.ts';
import { accuracyByPicture } from '../../src/evaluate/split-by-picture.ts';
import { nearDuplicatesInWords, splitInWords } from '../../src/evaluate/split-in-words.ts';
import { fitApproaches } from '../../src/fit/fit-approaches.ts';
import { aFifthOfAll, holdOutToMeasure } from '../../src/fit/held-out/hold-out.ts';
import { subset } from '../../src/fit/labelled.ts';
import { productFor } from '../../src/linalg/product.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';
import { clouds, even } from '../gallery/clouds.ts';

const product = productFor(nodeRuntime);
const tools = { runtime: nodeRuntime, product, seed: 0 };

/** Classes that cannot be told from one another, but for bursts of three copies each. */
const scenes = clouds(even(4, 12), { spread: 30, dimensions: 48 });
const bursts = subset(
  scenes,
  scenes.samples.flatMap((_, i) => [i, i, i]),
);

describe('a split by picture', () => {
  it('flatters where pictures come in bursts, and the split by scene does not', async () => {
    const { learned, measured, whole } = await holdOutToMeasure(bursts, 0, product);
    expect(whole).toBe('scenes');
    const task = {
      train: learned,
      val: null,
      share: aFifthOfAll,
      approach: 'both',
      fingerprint: 'f',
      keepSuspects: true,
    } as const;
    const fitted = await fitApproaches(task, tools);
    const observed = await observe(fitted, measured, product);
    const right = observed.gallery?.filter(({ truth, prediction }) => prediction.candidates[0].label === truth) ?? [];
    expect(right.length / measured.samples.length).toBeLessThan(0.6);
    const byPicture = await accuracyByPicture(bursts, 0.2, { ...fitted, fingerprint: 'f' }, tools);
    expect(byPicture?.gallery).toBeGreaterThan(0.7);
    const numbers = { classifier: { accuracy: 0.4 }, gallery: { accuracy: 0.5 } };
    const said = {
      keptTogether: 'scenes',
      byPicture: { classifier: 0.9, gallery: 0.95 },
      nearDuplicates: null,
    } as const;
    expect(splitInWords(said, numbers)).toEqual([
      'The split keeps scenes together: by picture the gallery would have had 95.0 %, and 45 points of it are the same scenes on both sides.',
    ]);
    expect(splitInWords({ ...said, byPicture: { classifier: 0.4, gallery: 0.49 } }, numbers)).toEqual([
      'The split keeps scenes together; a split by picture would have said the same of the gallery: 49.0 %.',
    ]);
    expect(splitInWords({ keptTogether: 'pictures', byPicture: null, nearDuplicates: null }, numbers)).toEqual([]);
  });
});

describe('near duplicates across a split', () => {
  const learned = clouds(even(4, 10), { spread: 0.8 });
  const others = clouds(even(4, 5), { spread: 0.8, seed: 5 });
  const copies = subset(learned, [0, 11, 22]);
  // The copies are other pictures of the same scene: other samples with nearly the same embeddings.
  const measured = joined(others, {
    ...copies,
    samples: copies.samples.map((sample) => ({ ...sample, path: `copy ${sample.path}` })),
  });

  it('are found, and told with what they are worth', async () => {
    const task = { train: learned, val: null, approach: 'both', fingerprint: 'f' } as const;
    const observed = await observe(await fitApproaches(task, tools), measured, product);
    const found = await nearDuplicates(observed, { measured, learned }, tools);
    expect(found).toMatchObject({ pictures: 3, of: 23, gallery: { accuracy: 1 } });
    expect(found?.similarity).toBeGreaterThanOrEqual(0.9);
    const without =
      observed.gallery?.slice(0, 20).filter(({ truth, prediction }) => prediction.candidates[0].label === truth) ?? [];
    expect(found?.gallery?.accuracyWithout).toBeCloseTo(without.length / 20, 12);
    expect(await nearDuplicates(observed, { measured, learned: subset(learned, []) }, tools)).toBeNull();
  });

  test('are looked for in their class alone, as a naive search does', async () => {
    const rows = (pictures: typeof learned) => ({
      embeddings: pictures.embeddings,
      labels: pictures.samples.map(({ label }) => label ?? ''),
    });
    const asked = { ...rows(others), labels: rows(others).labels.with(0, 'no such class') };
    const nearest = await nearestOfClass(asked, rows(learned), product);
    asked.labels.forEach((label, q) => {
      const own = rows(learned).labels.flatMap((other, i) =>
        other === label ? [dot(row(others.embeddings, q), row(learned.embeddings, i))] : [],
      );
      expect(nearest[q]).toBeCloseTo(Math.max(-1, ...own), 5);
    });
  });

  test('in words', () => {
    const shares = { accuracy: 1, accuracyWithout: 0.6 };
    const found = { pictures: 3, of: 23, similarity: 0.9, classifier: null, gallery: shares };
    const numbers = { classifier: null, gallery: { accuracy: 0.65 } };
    expect(nearDuplicatesInWords(found, numbers)).toBe(
      '3 of 23 pictures nearly repeat one that was learned from, as pictures of one scene do; on the other 20 the gallery names 60.0 % (on all 65.0 %).',
    );
    expect(nearDuplicatesInWords({ ...found, pictures: 0 }, numbers)).toBeNull();
    const all = { ...found, pictures: 23, gallery: { accuracy: 1, accuracyWithout: null } };
    expect(nearDuplicatesInWords(all, numbers)).toContain('nothing here is a test');
  });
});

/** The pictures of both, the first ones first. */
function joined(first: Embedded, second: Embedded): Embedded {
  const { rows, columns, data } = first.embeddings;
  const embeddings = matrix(rows + second.embeddings.rows, columns);
  embeddings.data.set(data);
  embeddings.data.set(second.embeddings.data, data.length);
  return {
    samples: [...first.samples, ...second.samples],
    embeddings,
    hashes: [...first.hashes, ...second.hashes],
    skipped: [],
  };
}
