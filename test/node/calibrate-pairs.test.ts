// @module-tag slow
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { calibratePairs } from '../../src/node/calibrate/calibrate-pairs.ts';
import { discern, json, sharedFolder, tinyNetwork, writePicture } from '../cli/tiny-pictures.ts';

const identities = 24;
const name = (identity: number, picture: number) => `p/${identity}-${picture}.png`;
const colourOf = (identity: number) => [
  20 + 100 * (identity % 3),
  20 + 65 * ((identity / 3) & 3),
  40 + 170 * Number(identity >= 12),
];
const numbers = Array.from({ length: identities }, (_, identity) => identity);
const same = (some: readonly number[]) =>
  some.flatMap((i) => [`${name(i, 0)},${name(i, 1)},1`, `${name(i, 1)},${name(i, 2)},1`]);
const different = (some: readonly number[]) =>
  some.flatMap((i, at) => [1, 2].map((step) => `${name(i, 0)},${name(some[(at + step) % some.length], 2)},0`));

const at = sharedFolder(async (folder) => {
  for (const i of numbers)
    for (let p = 0; p < 3; p++) await writePicture(join(folder, name(i, p)), colourOf(i), 10 * i + p);
  const list = (file: string, ...lines: readonly string[]) =>
    writeFileSync(join(folder, file), `${lines.join('\n')}\n`);
  const half = (from: number) => numbers.slice(from, from + 12);
  for (const [file, some] of Object.entries({ all: numbers, first: half(0), second: half(12) }))
    list(`${file}.csv`, 'a,b,same', ...same(some), ...different(some));
  list('few.csv', 'a,b,same', ...same([0]), ...different([0, 1, 2]));
  list('labels.csv', 'path,label', ...numbers.flatMap((i) => [0, 1, 2].map((p) => `${name(i, p)},l${i}`)));
  await json(['fit', at('all.csv'), '--out', at('all'), ...tinyNetwork]);
  await json(['fit', at('first.csv'), '--out', at('first'), ...tinyNetwork]);
  await json(['fit', at('labels.csv'), '--out', at('labels'), ...tinyNetwork]);
});
const manifestOf = (bundle: string) => readFileSync(at(bundle, 'manifest.json'), 'utf8');
const verify = (bundle: string) => json(['verify', at(bundle), at(name(0, 0)), at(name(0, 1))]);

describe('calibrating the threshold of verify', () => {
  test('by the pairs that the bundle was fitted to gives the threshold that fit gave', async () => {
    const before = await verify('all');
    const { threshold, achieved, pairs, samples, units } = await calibratePairs(at('all'), { pairs: at('all.csv') });
    expect(threshold?.value).toBeCloseTo(before.threshold, 6);
    expect([samples, units, pairs.same]).toEqual([72, null, 72]);
    expect(achieved?.accept.estimate).toBeGreaterThan(0.7);
  });

  test('by other pairs measures them in the space of the bundle', async () => {
    const { threshold, identities: measured } = await calibratePairs(at('first'), { pairs: at('second.csv') });
    expect([threshold?.source, measured]).toEqual([
      expect.stringContaining('none of whose identities the bundle has learned'),
      12,
    ]);
  });

  test('with a promise writes it, and verify says it', async () => {
    const promise = { kind: 'false-accept', share: 0.2 } as const;
    const result = await calibratePairs(at('all'), { pairs: at('all.csv'), promise });
    expect(result).toMatchObject({ promise, units: 12, refused: null, identities });
    expect(result.achieved?.falseAccept.estimate).toBeLessThanOrEqual(0.2);
    const made = { ...promise, units: 12 };
    expect(result.threshold?.promise).toEqual(made);
    expect(await verify('all')).toMatchObject({ threshold: result.threshold?.value, promise: made });
    const { printed } = await discern(['verify', at('all'), at(name(0, 0)), at(name(0, 1))]);
    expect(printed).toContain('It takes at most 20 of 100 different pairs for the same, on average.');
    const again = await calibratePairs(at('all'), { pairs: at('all.csv') });
    expect([again.promise, (await verify('all')).promise]).toEqual([null, null]);
  });

  test('refuses a promise that the pairs cannot carry, and leaves the bundle as it is', async () => {
    const before = manifestOf('first');
    const promise = { kind: 'false-accept', share: 0.05 } as const;
    const result = await calibratePairs(at('first'), { pairs: at('second.csv'), promise });
    expect(result).toMatchObject({
      ...{ threshold: null, achieved: null, units: 6 },
      refused: { needed: 13, carries: 0.143, reason: expect.stringContaining('at least 13 more are needed') },
    });
    expect(manifestOf('first')).toBe(before);
    const sure = { promise: { kind: 'accept', share: 0.9 } as const, confidence: 0.95 };
    const surely = await calibratePairs(at('first'), { pairs: at('second.csv'), ...sure });
    expect(surely.refused?.reason).toContain('12 identities cannot carry');
  });

  test('by the enrolled pictures needs no list, and survives what is enrolled later', async () => {
    const promise = { kind: 'accept', share: 0.8 } as const;
    const result = await calibratePairs(at('labels'), { promise });
    expect(result).toMatchObject({ refused: null, units: 24, identities });
    expect(result.threshold?.source).toContain('of enrolled classes that the space had not learned');
    await json(['forget', at('labels'), '--label', 'l3']);
    expect((await verify('labels')).threshold).toBe(result.threshold?.value);
  });

  test('says what is missing', async () => {
    await expect(calibratePairs(at('all'), { pairs: at('few.csv') })).rejects.toMatchObject({ code: 'too-few' });
    await expect(calibratePairs(at('all'))).rejects.toMatchObject({ code: 'too-few' });
    const promise = { kind: 'accept', share: 90 } as const;
    await expect(calibratePairs(at('all'), { promise })).rejects.toMatchObject({ code: 'misused' });
    await expect(calibratePairs(at('all'), { confidence: 0.9 })).rejects.toMatchObject({ code: 'misused' });
  });
});

test('fit with labels gives verify a threshold of its own', async () => {
  const { threshold, source, promise } = await verify('labels');
  const gallery = await json(['gallery', at('labels')]);
  expect([source, promise]).toEqual([expect.stringContaining('enrolled classes'), expect.anything()]);
  expect(threshold).not.toBe(gallery.threshold.value);
});
