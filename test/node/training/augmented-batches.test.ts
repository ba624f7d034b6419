// @module-tag slow
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { augmenter, viewRandom } from '../../../src/images/augment/augmenter.ts';
import { presets } from '../../../src/images/augment/presets.ts';
import { shortSideFor } from '../../../src/images/framing.ts';
import { prepare } from '../../../src/images/prepare.ts';
import { augmentPool } from '../../../src/node/augmentation/augment-pool.ts';
import { type AugmentedBatchesOptions, augmentedBatches } from '../../../src/node/augmentation/augmented-batches.ts';
import { decode } from '../../../src/node/decode.ts';
import { readFile } from '../../../src/node/files/files.ts';
import { plain } from '../../images/preprocessings.ts';
import { correlation } from '../correlation.ts';
import { temporaryFolder } from '../folder.ts';

const names = ['orientation-6.jpg', 'full-colour.jpg', 'lossy.webp'];
const samples = names.map((name) => join('test', 'golden', 'pixels', name));
const preprocessing = { ...plain, sizePx: 32, resizePx: 36 };
const options: AugmentedBatchesOptions = { samples, preset: 'photos', preprocessing, seed: 3, threads: 1 };
const length = 3 * 32 * 32;
const order = [0, 1, 2, 3, 4].map((view) => samples.map((_, sample) => ({ sample, view })));

async function all(extra: Partial<AugmentedBatchesOptions> = {}, batches: typeof order = order) {
  const given = [];
  for await (const batch of augmentedBatches(batches, { ...options, ...extra })) given.push(batch);
  return given;
}

describe('augmentedBatches', () => {
  test('are the numbers of the pure augmenter, view 0 those of prepare, in the order given', async () => {
    const batches = await all();
    expect(batches.length).toBe(order.length);
    const augment = augmenter(presets.photos, preprocessing);
    for (const [sample, path] of samples.entries()) {
      const pixels = await decode(await readFile(path), { shortSidePx: shortSideFor(preprocessing) });
      const rows = batches.map(({ images }) => images.slice(sample * length, (sample + 1) * length));
      expect(rows[0]).toEqual(prepare(pixels, preprocessing));
      for (const view of [1, 2, 3, 4]) expect(rows[view]).toEqual(augment(pixels, viewRandom(3, sample, view)));
    }
  });

  test('are the same for every number of threads, and from the middle on', async () => {
    const batches = await all();
    expect(await all({ threads: 3, ahead: 2 })).toEqual(batches);
    expect(await all({ threads: 2 }, order.slice(3))).toEqual(batches.slice(3));
  });

  test('are upright whatever EXIF says: the same views of a picture however it is stored', async () => {
    const stored = [1, 2, 3, 4, 5, 6, 7, 8].map((turn) => join('test', 'golden', 'pixels', `orientation-${turn}.jpg`));
    for (const preset of ['photos', 'documents', 'symmetric'] as const) {
      const views = stored.map(async (path) => (await all({ preset, samples: [path] }, [[{ sample: 0, view: 1 }]]))[0]);
      const [upright, ...others] = await Promise.all(views);
      for (const { images } of others) expect(correlation(images, upright.images)).toBeGreaterThan(0.99);
    }
  });

  test('differ with the seed', async () => {
    expect(await all({ seed: 4 }, [order[1]])).not.toEqual(await all({}, [order[1]]));
  });

  test('tell what could not be read, with a row of zeros, and go on', async () => {
    const broken = join(temporaryFolder(), 'broken.jpg');
    writeFileSync(broken, (await readFile(samples[1])).slice(0, 900));
    const mixed = [samples[0], broken, 'no-such-file.jpg', samples[2]];
    const [batch] = await all({ samples: mixed }, [mixed.map((_, sample) => ({ sample, view: 1 }))]);
    expect(batch.skipped.map(({ row, path, error }) => [row, path, error.code])).toEqual([
      [1, broken, 'truncated'],
      [2, 'no-such-file.jpg', 'not-found'],
    ]);
    expect(batch.images.slice(length, 3 * length).every((value) => value === 0)).toBe(true);
    for (const row of [0, 3]) {
      const [alone] = await all({ samples: mixed }, [[{ sample: row, view: 1 }]]);
      expect(batch.images.slice(row * length, (row + 1) * length)).toEqual(alone.images);
    }
  });

  test('are made while this thread is blocked', async () => {
    const pool = augmentPool({ ...options, threads: 1 });
    const jobs = samples.map((path, sample) => ({ path, sample, view: 1 }));
    await pool.batch(jobs);
    const asked = Array.from({ length: 8 }, () => pool.batch(jobs));
    let answered = 0;
    for (const batch of asked) batch.then(() => answered++);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3000);
    // All messages that have come are handled in one turn of the event loop: none would mean that nothing was made.
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    expect(answered).toBe(8);
    await pool.close();
  });

  test('take no more of the order than they may have ahead', async () => {
    let taken = 0;
    function* counted() {
      for (const batch of Array.from({ length: 30 }, (_, i) => order[i % order.length])) {
        taken++;
        yield batch;
      }
    }
    const batches = augmentedBatches(counted(), { ...options, ahead: 3 });
    await batches.next();
    await batches.next();
    expect(taken).toBeLessThanOrEqual(5);
    await batches.return();
  });

  test('end with the signal: interrupted, and no thread stays', async () => {
    const stop = new AbortController();
    const endless = Array.from({ length: 1000 }, () => order[1]);
    const batches = augmentedBatches(endless, { ...options, signal: stop.signal });
    await batches.next();
    stop.abort();
    await expect(batches.next()).rejects.toMatchObject({ code: 'interrupted' });
    expect(await batches.next()).toEqual({ done: true, value: undefined });
  });

  test('end when the receiver has enough', async () => {
    for await (const { images } of augmentedBatches(order, options)) {
      expect(images.length).toBe(samples.length * length);
      break;
    }
  });
});
