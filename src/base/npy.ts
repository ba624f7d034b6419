import { DiscernError } from './error.ts';
import { fromFloat16, toFloat16 } from './float16.ts';
import type { Matrix } from './matrix.ts';

/** Numbers with their shape, slowest axis first: what a `.npy` file holds. */
export type NpyArray = { readonly shape: readonly number[]; readonly data: Float32Array };

const magic = [0x93, ...'NUMPY'].map((part) => (typeof part === 'number' ? part : part.charCodeAt(0)));

/** NumPy pads a header so that the first axis may later grow to this many digits. */
const growthDigits = 21;

/**
 * The bytes of a `.npy` file (version 1.0, little-endian float32, C order), identical to what `numpy.save` writes. (The
 * format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html)
 */
export function toNpy({ shape, data }: NpyArray): Uint8Array {
  return written('<f4', shape, data);
}

/** A matrix [rows, columns] as the bytes of a float16 `.npy` file: half the size, about three significant digits. */
export function matrixToHalfNpy({ rows, columns, data }: Matrix): Uint8Array {
  return written('<f2', [rows, columns], toFloat16(data));
}

/** A matrix [rows, columns] as the bytes of a float32 `.npy` file. */
export function matrixToNpy({ rows, columns, data }: Matrix): Uint8Array {
  return toNpy({ shape: [rows, columns], data });
}

/**
 * Reads a `.npy` file of little-endian float32 or float16 in C order. Float32 numbers share the memory of `bytes` where
 * its alignment allows. Throws `bad-data` for any other file and for one that is cut short.
 */
export function fromNpy(bytes: Uint8Array): NpyArray {
  if (magic.some((byte, index) => bytes[index] !== byte)) throw badNpy('does not begin like a .npy file');
  const { header, end } = headerOf(bytes);
  const [, list] = /'shape': \(([\d, ]*)\)/.exec(header) ?? [];
  const [, width] = /'descr': '<f([24])'/.exec(header) ?? [];
  if (list === undefined || width === undefined || !/'fortran_order': False/.test(header)) {
    throw badNpy(`holds ${header.trim()}`);
  }
  const shape = (list.match(/\d+/g) ?? []).map(Number);
  const count = shape.reduce((product, size) => product * size, 1);
  const expected = end + Number(width) * count;
  if (bytes.length !== expected) throw badNpy(`has ${bytes.length} bytes instead of ${expected}`);
  return { shape, data: width === '2' ? halvesAt(bytes, end, count) : floatsAt(bytes, end, count) };
}

function written(kind: '<f4' | '<f2', shape: readonly number[], data: Float32Array | Uint16Array): Uint8Array {
  const header = paddedHeader(kind, shape);
  const bytes = new Uint8Array(header.length + data.byteLength);
  bytes.set(header);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), header.length);
  return bytes;
}

function paddedHeader(kind: '<f4' | '<f2', shape: readonly number[]): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const growth = shape.length === 0 ? 0 : growthDigits - String(shape[0]).length;
  const words = `{'descr': '${kind}', 'fortran_order': False, 'shape': ${tuple}, }${' '.repeat(growth)}`;
  const length = 64 * Math.ceil((10 + words.length + 1) / 64);
  const text = `${words.padEnd(length - 11)}\n`;
  return Uint8Array.from([...magic, 1, 0, text.length & 255, text.length >> 8, ...new TextEncoder().encode(text)]);
}

function headerOf(bytes: Uint8Array): { readonly header: string; readonly end: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = bytes[6] === 1 ? 10 : 12;
  if (bytes.length < start) throw badNpy('ends within its header');
  const end = start + (start === 10 ? view.getUint16(8, true) : view.getUint32(8, true));
  return { header: new TextDecoder().decode(bytes.subarray(start, end)), end };
}

function floatsAt(bytes: Uint8Array, start: number, count: number): Float32Array {
  const offset = bytes.byteOffset + start;
  if (offset % 4 === 0) return new Float32Array(bytes.buffer, offset, count);
  return new Float32Array(bytes.slice(start).buffer, 0, count);
}

function halvesAt(bytes: Uint8Array, start: number, count: number): Float32Array {
  const offset = bytes.byteOffset + start;
  if (offset % 2 === 0) return fromFloat16(new Uint16Array(bytes.buffer, offset, count));
  return fromFloat16(new Uint16Array(bytes.slice(start).buffer, 0, count));
}

function badNpy(reason: string): DiscernError {
  return new DiscernError('bad-data', `a .npy file ${reason}`, {
    given: `a .npy file that ${reason}`,
    expected: 'a whole .npy file of little-endian float32 or float16 in C order',
    todo: "write it again: numpy.save(FILE, numpy.ascontiguousarray(ARRAY, dtype='<f4'))",
  });
}
