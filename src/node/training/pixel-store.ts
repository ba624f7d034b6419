import { readSync } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { internalError } from '../../base/error.ts';
import type { ProgressOptions } from '../../base/progress.ts';
import { mapInOrder } from '../../data/map-in-order.ts';
import type { DecodeOptions, Pixels } from '../../images/pixels.ts';
import { decode } from '../decode.ts';
import { fileError } from '../files/file-error.ts';
import { readFile } from '../files/files.ts';

/** Decoded pictures in one file, so that every epoch reads them and only the first decodes. Any thread may read. */
export type PixelStore = {
  readonly file: string;
  /** [N, 9], shared between threads: where a picture's pixels begin, and its size and reduction (see rowOf). */
  readonly rows: Float64Array;
};

/** What is stored of pictures. */
export type StoreOptions = DecodeOptions & {
  /** Room on disk. */
  readonly mostBytes: number;
};

const columns = 9;

/**
 * Decodes pictures into `file`, in order. Null, and no file, where they would take more than the room there is. Throws
 * a picture's own error where it cannot be read, `disk`, and `interrupted`.
 */
export async function storePixels(
  paths: readonly string[],
  file: string,
  { mostBytes, ...wish }: StoreOptions,
  { progress, signal }: ProgressOptions = {},
): Promise<PixelStore | null> {
  const rows = new Float64Array(new SharedArrayBuffer(paths.length * columns * Float64Array.BYTES_PER_ELEMENT));
  const handle = await open(file, 'w').catch((thrown: unknown) => {
    throw fileError(thrown, file);
  });
  const decoded = async (path: string) => decode(await readFile(path), wish);
  let [end, done] = [0, 0];
  const report = () => progress?.({ stage: 'decoding', done, total: paths.length });
  report();
  try {
    for await (const pixels of mapInOrder(paths, decoded, { window: 2 * availableParallelism(), signal })) {
      if (end + pixels.data.length > mostBytes) return await withoutStore(file);
      await write(handle, pixels.data, end).catch((thrown: unknown) => {
        throw fileError(thrown, file);
      });
      rows.set(rowOf(pixels, end), done * columns);
      end += pixels.data.length;
      done++;
      report();
    }
    return { file, rows };
  } finally {
    await handle.close();
  }
}

/** A picture of the store, from its file as this thread has it open. */
export function storedPixels(descriptor: number, { rows }: PixelStore, picture: number): Pixels {
  const [begin, width, height, ...rest] = rows.subarray(picture * columns, (picture + 1) * columns);
  const data = new Uint8Array(3 * width * height);
  if (readSync(descriptor, data, 0, data.length, begin) < data.length) throw internalError('stored pixels are missing');
  const [originalWidth, originalHeight, left, top, boxWidth, boxHeight] = rest;
  if (originalWidth === 0) return { width, height, data };
  const original = { width: originalWidth, height: originalHeight };
  return { width, height, data, reduction: { original, box: { left, top, width: boxWidth, height: boxHeight } } };
}

/** Where pixels begin, their size, the size before they were reduced (0: they were not), and the reduction's box. */
function rowOf({ width, height, reduction }: Pixels, begin: number): number[] {
  if (!reduction) return [begin, width, height, 0, 0, 0, 0, 0, 0];
  const { original, box } = reduction;
  return [begin, width, height, original.width, original.height, box.left, box.top, box.width, box.height];
}

async function withoutStore(file: string): Promise<null> {
  await rm(file, { force: true });
  return null;
}

async function write(handle: FileHandle, bytes: Uint8Array, place: number): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    at += (await handle.write(bytes, at, bytes.length - at, place + at)).bytesWritten;
  }
}
