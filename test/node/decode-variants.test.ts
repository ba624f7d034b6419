import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { asDiscernError } from '../../src/base/error.ts';
import { decode } from '../../src/node/decode.ts';
import { drawTiff, type Tags, tagsOf } from '../images/formats/draw-tiff.ts';

const [width, height] = [16, 12];
const size = width * height;
const pixelsOf = (f: (p: number, c: number) => number, channels: number) =>
  Uint8Array.from({ length: size * channels }, (_, i) => f(Math.floor(i / channels), i % channels));
const colours = pixelsOf((p, c) => (37 * p + 80 * c) % 256, 3);
const words = (f: (p: number) => number) => Uint16Array.from({ length: size }, (_, p) => f(p));
const bytesOf = ({ buffer }: Uint16Array<ArrayBuffer>) => new Uint8Array(buffer);
const onePage = (data: Uint8Array, bits: readonly number[], more: Tags = {}) =>
  drawTiff([{ tags: tagsOf(width, height, bits, more), data }]);
const fixture = (name: string) => new Uint8Array(readFileSync(`test/golden/pixels/${name}`));

describe('bands of a TIFF', () => {
  const withBand = (band: number) => pixelsOf((p, c) => (c === 3 ? band : colours[3 * p + c]), 4);

  test('one that is not alpha changes no colour', async () => {
    for (const band of [0, 100, 255]) {
      const { data } = await decode(onePage(withBand(band), [8, 8, 8, 8], { 338: [0] }));
      expect(data).toEqual(Buffer.from(colours));
    }
  });

  test('alpha lets white through', async () => {
    const { data } = await decode(onePage(withBand(0), [8, 8, 8, 8], { 338: [2] }));
    expect(new Set(data)).toEqual(new Set([255]));
  });
});

test('the whole picture is read, not the reduced one before or around it', async () => {
  const whole = { tags: tagsOf(width, height, [8, 8, 8]), data: colours };
  const small = { tags: tagsOf(4, 3, [8, 8, 8], { 254: [1] }), data: new Uint8Array(36) };
  for (const tiff of [drawTiff([small, whole]), drawTiff([{ ...small, inner: [small, whole] }])]) {
    expect(await decode(tiff)).toEqual({ width, height, data: Buffer.from(colours) });
  }
});

describe('16 bits per sample', () => {
  test.each([8, 10, 12, 14])('of which %i are used are not read: their range is not stated', async (bits) => {
    const dark = words((p) => ((p + 1) / size) * (2 ** bits - 1));
    await expect(decode(onePage(bytesOf(dark), [16]))).rejects.toMatchObject({ code: 'unsupported' });
    const png = sharp(dark, { raw: { width, height, channels: 1 } })
      .toColourspace('grey16')
      .png();
    await expect(decode(await png.toBuffer())).rejects.toMatchObject({ code: 'unsupported' });
  });

  test('that are used give their upper half', async () => {
    const { data } = await decode(onePage(bytesOf(words((p) => (300 * p) % 65536)), [16]));
    expect([...data].filter((_, i) => i % 3 === 0)).toEqual(
      Array.from({ length: size }, (_, p) => ((300 * p) % 65536) >> 8),
    );
  });
});

test('tiles that are missing are not black ones', async () => {
  const tiff = await sharp(fixture('lzw.tiff')).tiff({ tile: true, tileWidth: 16, tileHeight: 16 }).toBuffer();
  await expect(decode(tiff)).resolves.toBeDefined();
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  const directory = view.getUint32(4, true);
  const moved = new Uint8Array(tiff);
  const entries = Array.from({ length: view.getUint16(directory, true) }, (_, i) => directory + 2 + 12 * i);
  const offsets = entries.find((entry) => view.getUint16(entry, true) === 324) ?? 0;
  new DataView(moved.buffer).setUint32(view.getUint32(offsets + 8, true), tiff.length - 2, true);
  await expect(decode(moved)).rejects.toMatchObject({ code: 'truncated' });
});

describe('how a JPEG ends', () => {
  const end = Uint8Array.of(0xff, 0xd9);
  const joined = (a: Uint8Array, b: Uint8Array) => Uint8Array.from([...a, ...b]);

  test.each(['orientation-1.jpg', 'progressive.jpg', 'grey.jpg', 'cmyk.jpg'])(
    '%s without its last marker is read',
    async (name) => {
      const whole = fixture(name);
      for (const missing of [1, 2]) expect(await decode(whole.subarray(0, -missing))).toEqual(await decode(whole));
    },
  );

  test.each(['orientation-1.jpg', 'progressive.jpg'])(
    '%s cut inside its pixels is not, though the marker follows',
    async (name) => {
      const whole = fixture(name);
      const cut = whole.subarray(0, 0.8 * whole.length);
      for (const bytes of [cut, joined(cut, end)])
        await expect(decode(bytes)).rejects.toMatchObject({ code: 'truncated' });
    },
  );

  test('a progressive one cut between two scans is not', async () => {
    const whole = fixture('progressive.jpg');
    const scans = [...whole.keys()].filter((at) => whole[at] === 0xff && whole[at + 1] === 0xda);
    expect(scans.length).toBeGreaterThan(2);
    for (const scan of scans)
      await expect(decode(whole.subarray(0, scan))).rejects.toMatchObject({ code: 'truncated' });
  });

  test('zeros in place of the rest are not pixels', async () => {
    const whole = fixture('orientation-1.jpg');
    await expect(decode(whole.fill(0, 0.7 * whole.length))).rejects.toMatchObject({ code: 'truncated' });
  });

  test('bytes that are of no use before the end do no harm', async () => {
    const whole = fixture('orientation-1.jpg');
    const padded = joined(joined(whole.subarray(0, -2), new Uint8Array(20).fill(7)), end);
    expect(await decode(padded)).toEqual(await decode(whole));
  });
});

test('a sequence of AVIF pictures stands at its first', async () => {
  const still = fixture('lossy.avif');
  const sequence = still.slice();
  sequence.set(new TextEncoder().encode('avis'), 8);
  expect(await decode(sequence)).toEqual(await decode(still));
});

describe('what is said of a picture', () => {
  const names = ['orientation-1.jpg', 'alpha.png', 'lossy.webp', 'still.gif', 'lzw.tiff', 'lossy.avif'];
  const failureOf = (bytes: Uint8Array) =>
    decode(bytes).then(
      () => 'read',
      (thrown: unknown) => `${asDiscernError(thrown).code}: ${asDiscernError(thrown).message}`,
    );
  let broken: Uint8Array[];

  beforeAll(() => {
    const cut = names.map((name) => fixture(name)).map((bytes) => bytes.slice(0, bytes.length / 2));
    const unread = [onePage(colours, [8, 8, 8], { 259: [50000] }), onePage(colours, [8, 8, 8], { 262: [8] })];
    const scrambled = ['alpha.png', 'lzw.tiff'].map((name) => fixture(name).fill(0x55, 200, 400));
    broken = [...cut, ...unread, ...scrambled];
  });

  test('is its own, however many are decoded at once', async () => {
    const alone: string[] = [];
    for (const bytes of broken) alone.push(await failureOf(bytes));
    expect(alone).not.toContain('read');
    for (let round = 0; round < 5; round++) {
      const together = await Promise.all(broken.flatMap((bytes) => [failureOf(bytes), failureOf(bytes)]));
      expect(together).toEqual(alone.flatMap((words) => [words, words]));
    }
  });

  test('is never a fault of ours, whatever the bytes', async () => {
    const pictures = [...names.map(fixture), onePage(colours, [8, 8, 8])];
    const change = fc.tuple(fc.nat(400), fc.nat(255));
    const changed = fc.tuple(
      fc.nat(pictures.length - 1),
      fc.array(change, { minLength: 1, maxLength: 6 }),
      fc.double({ min: 0.02, max: 1, noNaN: true }),
    );
    await fc.assert(
      fc.asyncProperty(changed, async ([index, changes, share]) => {
        const bytes = pictures[index].slice(0, share * pictures[index].length);
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
        expect(await failureOf(bytes)).toMatch(/^(read|not-an-image|truncated|unsupported|too-large)/);
      }),
      { numRuns: 150, seed: 1 },
    );
  });
});
