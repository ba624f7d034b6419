import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { DiscernError } from '../../base/error.ts';
import type { Admit } from '../../data/embedding/read-picture.ts';
import { errorCodeOf, fileError } from './file-error.ts';

/**
 * The bytes of a file, in a buffer of their own. `admit` receives the size before anything is read, and may make us
 * wait. A pipe is read to its end. Throws `not-found` (also for a folder), `no-permission`, `disk`, `too-large`, and
 * `unsupported` for a device, a socket, and a pipe that nobody writes to.
 */
export async function readFile(path: string, admit?: Admit): Promise<Uint8Array> {
  try {
    // Otherwise opening a pipe waits for its writer and blocks one of Node's few threads.
    const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      return await readOpen(handle, path, admit);
    } finally {
      await handle.close();
    }
  } catch (thrown) {
    throw fileError(thrown, path);
  }
}

async function readOpen(handle: FileHandle, path: string, admit: Admit | undefined): Promise<Uint8Array> {
  const stat = await handle.stat();
  if (stat.isCharacterDevice() || stat.isBlockDevice()) throw notAFile(path);
  if (stat.isFIFO()) return readPipe(handle, path);
  // Files of the system itself (/proc) have no size before they are read. A folder fails here with EISDIR.
  if (!stat.isFile() || stat.size === 0) return ownBuffer(await handle.readFile());
  await admit?.(stat.size);
  if (stat.size >= 2 ** 31) return handle.readFile();
  const bytes = new Uint8Array(stat.size);
  return bytes.subarray(0, await fill(handle, bytes));
}

/** Reads until `bytes` is full or the file ends: it may have been cut meanwhile. Gives how many bytes were read. */
async function fill(handle: FileHandle, bytes: Uint8Array): Promise<number> {
  for (let at = 0; at < bytes.length; ) {
    const { bytesRead } = await handle.read(bytes, at, bytes.length - at, at);
    if (bytesRead === 0) return at;
    at += bytesRead;
  }
  return bytes.length;
}

const pollMs = 20;
const longestSilenceMs = { noWriter: 2000, writer: 60_000 };

/**
 * Reads until all writers have closed the pipe. An empty read is an error of the system while there is a writer, and
 * the end otherwise.
 */
async function readPipe(handle: FileHandle, path: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let hasWriter = false;
  for (let heard = performance.now(); ; ) {
    const chunk = await nextOf(handle);
    hasWriter ||= chunk === null || chunk.length > 0;
    if (chunk?.length === 0 && hasWriter) return ownBuffer(Buffer.concat(chunks));
    if (chunk !== null && chunk.length > 0) {
      chunks.push(chunk);
      heard = performance.now();
    } else if (performance.now() - heard > longestSilenceMs[hasWriter ? 'writer' : 'noWriter']) throw silentPipe(path);
    else await setTimeout(pollMs);
  }
}

/** The bytes that wait in a pipe; null where there are none yet. */
async function nextOf(handle: FileHandle): Promise<Uint8Array | null> {
  try {
    const { buffer, bytesRead } = await handle.read(new Uint8Array(65536), 0, 65536);
    return buffer.subarray(0, bytesRead);
  } catch (thrown) {
    if (errorCodeOf(thrown) === 'EAGAIN') return null;
    throw thrown;
  }
}

function silentPipe(path: string): DiscernError {
  return new DiscernError('unsupported', `${path} is a pipe that nobody writes to`, {
    given: path,
    expected: 'a file, or a pipe with a writer',
    todo: 'give a file',
  });
}

/** Copies small buffers: Node keeps several of them in one block of memory, which must not be detached. */
function ownBuffer(buffer: Buffer): Uint8Array {
  return buffer.byteLength === buffer.buffer.byteLength ? buffer : new Uint8Array(buffer);
}

function notAFile(path: string): DiscernError {
  return new DiscernError('unsupported', `${path} is a device, not a file`, {
    given: path,
    expected: 'a file or a pipe',
    todo: 'give a file',
  });
}
