import { type FileHandle, open } from 'node:fs/promises';
import { internalError } from '../../base/error.ts';
import { fromFloat16, toFloat16 } from '../../base/float16.ts';
import { fileError } from '../file-error.ts';

/**
 * Records of numbers on disk, all of one length, in half precision: activations that are written once, in order, and
 * read at random, however large the file is. Nothing of it stays in memory.
 */
export type RecordFile = {
  /** How many whole records the file held when it was opened. */
  readonly present: number;
  /** Writes records from number `first` on, in half precision. Throws `disk` where there is no room. */
  write(first: number, numbers: Float32Array): Promise<void>;
  /** The records of these numbers, one after the other, as float32. Throws `internal` where one was never written. */
  read(records: readonly number[]): Promise<Float32Array>;
  close(): Promise<void>;
};

/** Opens a file of records of `length` numbers, made where it is missing. */
export async function openRecordFile(path: string, length: number): Promise<RecordFile> {
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
