import { type FileHandle, open } from 'node:fs/promises';
import { internalError } from '../../base/error.ts';
import { fromFloat16, toFloat16 } from '../../base/float16.ts';
import type { Records } from '../../stages/views/records.ts';
import { fileError } from '../files/file-error.ts';

/**
 * Opens a file of records of `length` numbers, made where it is missing. The file may be larger than memory: nothing of
 * it is held there.
 */
export async function openRecordFile(path: string, length: number): Promise<Records> {
  const named = <Result>(work: Promise<Result>) =>
    work.catch((thrown: unknown) => {
      throw fileError(thrown, path);
    });
  const handle = await named(
    open(path, 'a+')
      .then((made) => made.close())
      .then(() => open(path, 'r+')),
  );
  const { size } = await named(handle.stat());
  const bytes = 2 * length;
  return {
    present: Math.floor(size / bytes),
    write: (first, numbers) => named(writeAt(handle, first * bytes, toFloat16(numbers))),
    read: async (records) => {
      const numbers = new Float32Array(records.length * length);
      const reads = records.map(async (record, i) => {
        const halves = await readAt(handle, record * bytes, new Uint16Array(length));
        fromFloat16(halves, numbers.subarray(i * length, (i + 1) * length));
      });
      await named(Promise.all(reads));
      return numbers;
    },
    close: () => handle.close(),
  };
}

async function writeAt(handle: FileHandle, place: number, halves: Uint16Array): Promise<void> {
  const bytes = new Uint8Array(halves.buffer, halves.byteOffset, halves.byteLength);
  for (let at = 0; at < bytes.length; ) {
    at += (await handle.write(bytes, at, bytes.length - at, place + at)).bytesWritten;
  }
}

async function readAt(handle: FileHandle, place: number, halves: Uint16Array): Promise<Uint16Array> {
  const bytes = new Uint8Array(halves.buffer);
  for (let at = 0; at < bytes.length; ) {
    const { bytesRead } = await handle.read(bytes, at, bytes.length - at, place + at);
    if (bytesRead === 0) throw internalError(`the file of activations ends at ${place + at}`);
    at += bytesRead;
  }
  return halves;
}
