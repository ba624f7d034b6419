import { type FileHandle, open } from 'node:fs/promises';
import { DiscernError } from '../base/error.ts';
import type { Admit } from '../data/read-picture.ts';
import { fileError } from './file-error.ts';

/**
 * The bytes of a file, in a buffer of their own. `admit` is told the size before anything is read and may make us
 * wait. Throws `not-found` (also for a folder), `no-permission`, `disk`, `too-large`, and `unsupported` for a device.
 */
export async function readFile(path: string, admit?: Admit): Promise<Uint8Array> {
  try {
    const handle = await open(path);
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
  // Pipes, and files that the system makes up, have no size beforehand. A folder fails here with EISDIR.
  if (!stat.isFile() || stat.size === 0) return ownBuffer(await handle.readFile());
  await admit?.(stat.size);
  if (stat.size >= 2 ** 31) return handle.readFile();
  const bytes = new Uint8Array(stat.size);
  return bytes.subarray(0, await fill(handle, bytes));
}

/** Reads until `bytes` is full or the file ends, as it may have been cut since; gives how much was read. */
async function fill(handle: FileHandle, bytes: Uint8Array): Promise<number> {
  for (let at = 0; at < bytes.length; ) {
    const { bytesRead } = await handle.read(bytes, at, bytes.length - at, at);
    if (bytesRead === 0) return at;
    at += bytesRead;
  }
  return bytes.length;
}

/** Small buffers of Node share one piece of memory, which must not be detached. */
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
