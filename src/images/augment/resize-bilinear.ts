import type { Pixels } from '../pixels.ts';
import { type CoarseAxis, threeTaps } from './coarse-axis.ts';

// Constants of this file: importing them from another file makes these loops take half as long again.
const coarseBits = 8;
const halves = 0x00800080;
const pair = 0x00ff00ff;

// Two values at a time: red and blue of a pixel, or every second byte of a row, share a 32-bit number, with room
// between them for the products with weights. This halves the time.

/**
 * Rows that are resized vertically but not yet horizontally: [S, lineBytes], beginning at byte `firstByte` of the
 * picture's rows.
 */
export type Rows = { readonly data: DataView; readonly firstByte: number; readonly lineBytes: number };

/** The index of the first pixel, and the distances to the next pixel across and down. */
export type Steps = { readonly start: number; readonly across: number; readonly down: number };

/** Resizes a picture vertically and writes the rows to `rows.data`, four bytes at a time. */
export function resizeDown({ width, data }: Pixels, { first, taps, weights }: CoarseAxis, rows: Rows): void {
  const line = 3 * width;
  const bytes = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const { data: out, firstByte, lineBytes } = rows;
  const whole = lineBytes - (lineBytes % 4);
  const lineOf = taps === threeTaps ? threeDown : anyDown;
  for (let y = 0; y < first.length; y++) {
    const from = first[y] * line + firstByte;
    lineOf(bytes, { from, line, weights, tap: y * taps, taps }, out, y * lineBytes, whole);
    for (let i = whole; i < lineBytes; i++) {
      let sum = 1 << (coarseBits - 1);
      for (let tap = 0; tap < taps; tap++) sum += data[from + i + tap * line] * weights[y * taps + tap];
      out.setUint8(y * lineBytes + i, sum >> coarseBits);
    }
  }
}

type Column = {
  readonly from: number;
  readonly line: number;
  readonly weights: Int32Array;
  readonly tap: number;
  readonly taps: number;
};

function threeDown(bytes: DataView, { from, line, weights, tap }: Column, out: DataView, to: number, count: number) {
  const w0 = weights[tap];
  const w1 = weights[tap + 1];
  const w2 = weights[tap + 2];
  const second = from + line;
  const third = second + line;
  for (let i = 0; i < count; i += 4) {
    const a = bytes.getUint32(from + i, true);
    const b = bytes.getUint32(second + i, true);
    const c = bytes.getUint32(third + i, true);
    const even = (Math.imul(a & pair, w0) + Math.imul(b & pair, w1) + Math.imul(c & pair, w2) + halves) | 0;
    const odd =
      (Math.imul((a >>> 8) & pair, w0) + Math.imul((b >>> 8) & pair, w1) + Math.imul((c >>> 8) & pair, w2) + halves) |
      0;
    out.setUint32(to + i, ((even >>> coarseBits) & pair) | (odd & ~pair), true);
  }
}

function anyDown(
  bytes: DataView,
  { from, line, weights, tap, taps }: Column,
  out: DataView,
  to: number,
  count: number,
) {
  for (let i = 0; i < count; i += 4) {
    let even = halves;
    let odd = halves;
    for (let t = 0, at = from + i; t < taps; t++, at += line) {
      const four = bytes.getUint32(at, true);
      const weight = weights[tap + t];
      even = (even + Math.imul(four & pair, weight)) | 0;
      odd = (odd + Math.imul((four >>> 8) & pair, weight)) | 0;
    }
    out.setUint32(to + i, ((even >>> coarseBits) & pair) | (odd & ~pair), true);
  }
}

/** Resizes such rows horizontally and writes pixels, [S, S], red in the lowest byte, each to its place. */
export function resizeAcross(rows: Rows, axis: CoarseAxis, out: Uint32Array, steps: Steps): void {
  const columns = axis.first.map((first) => 3 * first - rows.firstByte);
  const side = columns.length;
  const lineOf = axis.taps === threeTaps ? threeAcross : anyAcross;
  for (let y = 0; y < side; y++) {
    lineOf(rows.data, { from: y * rows.lineBytes, columns, axis }, out, steps.start + y * steps.down, steps.across);
  }
}

type Line = { readonly from: number; readonly columns: Int32Array; readonly axis: CoarseAxis };

function threeAcross(bytes: DataView, { from, columns, axis }: Line, out: Uint32Array, start: number, step: number) {
  const { weights } = axis;
  for (let x = 0, tap = 0, to = start; x < columns.length; x++, tap += threeTaps, to += step) {
    const at = from + columns[x];
    const a = bytes.getUint32(at, true);
    const b = bytes.getUint32(at + 3, true);
    const c = bytes.getUint32(at + 6, true);
    const w0 = weights[tap];
    const w1 = weights[tap + 1];
    const w2 = weights[tap + 2];
    const outer = (Math.imul(a & pair, w0) + Math.imul(b & pair, w1) + Math.imul(c & pair, w2) + halves) | 0;
    const inner =
      Math.imul((a >>> 8) & 255, w0) + Math.imul((b >>> 8) & 255, w1) + Math.imul((c >>> 8) & 255, w2) + halves;
    out[to] = ((outer >>> coarseBits) & pair) | (inner & 0xff00);
  }
}

function anyAcross(bytes: DataView, { from, columns, axis }: Line, out: Uint32Array, start: number, step: number) {
  const { weights, taps } = axis;
  for (let x = 0, tap = 0, to = start; x < columns.length; x++, to += step) {
    let outer = halves;
    let inner = halves;
    for (let t = 0, at = from + columns[x]; t < taps; t++, at += 3, tap++) {
      const pixel = bytes.getUint32(at, true);
      outer = (outer + Math.imul(pixel & pair, weights[tap])) | 0;
      inner = (inner + Math.imul((pixel >>> 8) & 255, weights[tap])) | 0;
    }
    out[to] = ((outer >>> coarseBits) & pair) | (inner & 0xff00);
  }
}
