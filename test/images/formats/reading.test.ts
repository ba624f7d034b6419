import { describe, expect, test } from 'vitest';
import { howToRead } from '../../../src/images/formats/reading.ts';
import { drawTiff, type Page, type Tags, tagsOf } from './draw-tiff.ts';

const [width, height] = [4, 3];
const [rgb8, grey8] = [[8, 8, 8], [8]];

const page = (bits: readonly number[], more: Tags = {}, inner?: readonly Page[]): Page => ({
  tags: tagsOf(width, height, bits, more),
  data: new Uint8Array(Math.ceil((width * height * bits.reduce((sum, each) => sum + each, 0)) / 8)),
  ...(inner && { inner }),
});
const reduced = (bits: readonly number[], inner?: readonly Page[]) => page(bits, { 254: [1] }, inner);

describe('of TIFF is not read, and named', () => {
  test.each<[string, Page]>([
    ['floating-point numbers of 32 bits', page([32], { 339: [3] })],
    ['floating-point numbers of 16 bits', page([16, 16, 16], { 339: [3, 3, 3] })],
    ['signed whole numbers of 8 bits', page(grey8, { 339: [2] })],
    ['signed whole numbers of 16 bits', page([16], { 339: [2] })],
    ['complex numbers of 64 bits', page([64], { 339: [6] })],
    ['grey of 32 bits', page([32])],
    ['grey of 12 bits', page([12])],
    ['RGB of 4 bits', page([4, 4, 4])],
    ['different sizes (5, 6, 5 bits)', page([5, 6, 5])],
    ['CMYK of 16 bits', page([16, 16, 16, 16], { 262: [5] })],
    ['2 bands, 1 of grey and 1 whose meaning is not stated', page([8, 8], { 262: [1] })],
    ['3 bands, 1 of grey and 2', page(rgb8, { 262: [1] })],
    ['5 bands, 3 of RGB and 2', page([8, 8, 8, 8, 8], { 338: [2, 0] })],
    ['4 bands, 3 of RGB and 1 whose meaning is not stated', page([8, 8, 8, 8])],
    ['RGB of 1 band', page(grey8, { 262: [2] })],
    ['RGB of 2 bands', page([8, 8], { 262: [2] })],
    ['inks other than CMYK', page([8, 8, 8, 8], { 262: [5], 332: [2] })],
    ['5 bands, 4 of CMYK', page([8, 8, 8, 8, 8], { 262: [5], 338: [0] })],
    ['CIE Lab', page(rgb8, { 262: [8] })],
    ['LogLuv', page([16, 16, 16], { 262: [32845], 259: [34676] })],
    ['a mask', page([1], { 262: [4] })],
    ['an unknown kind (999)', page(grey8, { 262: [999] })],
    ['YCbCr that is not subsampled', page(rgb8, { 262: [6], 530: [1, 1] })],
    ['JPEG of the old kind', page(rgb8, { 259: [6], 262: [6] })],
    ['tiles of one band each', page(rgb8, { 284: [2], 324: [8], 325: [1] })],
    ['in separate planes', page([8, 8], { 262: [1], 284: [2], 338: [2] })],
    ['JPEG of 2 bands', page([8, 8], { 259: [7], 262: [1], 338: [2] })],
    ['2 bands of 4 bits', page([4, 4], { 262: [1], 338: [2] })],
    ['a missing palette', page(grey8, { 262: [3] })],
    ['whose meaning is not stated', page([8, 8, 8, 8], { 338: [999] })],
    ['ZSTD', page(rgb8, { 259: [50000] })],
    ['JPEG 2000', page(rgb8, { 259: [34712] })],
    ['number 12345', page(rgb8, { 259: [12345] })],
  ])('%s', (what, drawn) => {
    for (const little of [true, false]) {
      expect(() => howToRead(drawTiff([drawn], { little }))).toThrow(
        expect.objectContaining({ code: 'unsupported', message: expect.stringContaining(what) }),
      );
    }
  });

  test.each<[string, Page]>([
    ['its version', reduced(rgb8, [page([16])])],
    ['colour filters in a sub-directory', reduced(rgb8, [page([16], { 262: [32803] })])],
    ['linear raw', page([16, 16, 16], { 262: [34892] })],
    ["Nikon's compression", reduced(rgb8, [page([14], { 259: [34713] })])],
  ])('a raw file, by %s', (by, drawn) => {
    const tags = by === 'its version' ? { ...drawn.tags, 50706: [1, 4] } : drawn.tags;
    expect(() => howToRead(drawTiff([{ ...drawn, tags }]))).toThrow(/^a raw file .* is not read/);
  });
});

describe('which picture of a TIFF stands for it', () => {
  test.each<[string, readonly Page[], number, number | undefined]>([
    ['the first', [page(rgb8), page(grey8)], 0, undefined],
    ['not a reduced one before it', [reduced(rgb8), reduced(grey8), page(rgb8)], 2, undefined],
    ['nor by the older tag', [page(rgb8, { 255: [2] }), page(rgb8, { 255: [1] })], 1, undefined],
    ['nor a mask', [page([1], { 254: [4], 262: [4] }), page(rgb8)], 1, undefined],
    ['one in a sub-directory', [reduced(rgb8, [reduced(rgb8), page(rgb8)])], 0, 1],
    ['a reduced one where there is no other', [reduced(rgb8)], 0, undefined],
  ])('%s', (_what, pages, index, inner) => {
    const reading = howToRead(drawTiff(pages));
    expect([reading.page, reading.inner]).toEqual([index, inner]);
  });
});

test('a fourth band is alpha where the file says so, and left out where it says that it is not', () => {
  expect(howToRead(drawTiff([page([8, 8, 8, 8], { 338: [2] })])).extraBand).toBeUndefined();
  expect(howToRead(drawTiff([page([8, 8, 8, 8], { 338: [0] })])).extraBand).toBe(true);
});

test('directories that lead in a circle, or nowhere, end', () => {
  const circle = drawTiff([page(rgb8), page(rgb8)]);
  const view = new DataView(circle.buffer);
  const second = view.getUint32(view.getUint32(4, true) + 2 + 12 * view.getUint16(view.getUint32(4, true), true), true);
  view.setUint32(second + 2 + 12 * view.getUint16(second, true), second, true);
  expect(howToRead(circle).page).toBe(0);
  expect(() => howToRead(drawTiff([page(rgb8)]).subarray(0, 40))).toThrow(
    expect.objectContaining({ code: 'truncated' }),
  );
});

describe('JPEG frames', () => {
  const jpeg = (marker: number, precision: number, components: number) =>
    Uint8Array.of(
      0xff,
      0xd8,
      0xff,
      0xe0,
      0,
      4,
      1,
      2,
      0xff,
      0xff,
      marker,
      0,
      17,
      precision,
      0,
      1,
      0,
      1,
      components,
      0,
      0,
    );
  test.each([
    [0xc1, 12, 3, /12 bits per sample/],
    [0xc3, 16, 1, /16 bits per sample/],
    [0xc5, 8, 3, /hierarchical/],
    [0xf7, 8, 3, /JPEG-LS/],
    [0xc0, 8, 2, /2 components/],
  ])('SOF %i with %i bits and %i components is not read', (marker, precision, components, what) => {
    expect(() => howToRead(jpeg(marker, precision, components))).toThrow(what);
  });

  test('usual ones are; four components are inks', () => {
    expect(howToRead(jpeg(0xc0, 8, 3))).toEqual({ format: 'jpeg' });
    expect(howToRead(jpeg(0xc2, 8, 4))).toEqual({ format: 'jpeg', inks: true });
  });
});
