import { fstatSync, writeSync } from 'node:fs';
import type { WriteStream } from 'node:tty';
import { DiscernError } from '../base/error.ts';
import { errorCodeOf, fileError } from '../node/files/file-error.ts';
import type { Loss, Output } from './context.ts';

/**
 * Wraps a stream of the process as an Output. Writing never throws: an error is stored as the loss of the stream, so
 * that a reader that closes the pipe (`| head`) does not stop the command from writing its files.
 */
export function processOutput(stream: WriteStream, descriptor: 1 | 2): Output {
  let loss: Loss | null = null;
  const lose = (thrown: unknown) => {
    loss ??= lossOf(thrown, descriptor);
  };
  const write = isFile(descriptor)
    ? (text: string) => writeWhole(descriptor, text)
    : (text: string) => sent(stream, text);
  stream.on('error', lose);
  return {
    write: async (text) => {
      if (loss === null && text !== '') await write(text).catch(lose);
    },
    lost: () => loss,
    isTerminal: stream.isTTY === true,
    columns: stream.columns ?? 80,
  };
}

function sent(stream: WriteStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => (error ? reject(error) : resolve()));
  });
}

/** Writes all bytes to a file. (Node's stream does not notice a write that a full disk cuts short.) */
async function writeWhole(descriptor: number, text: string): Promise<void> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
}

function isFile(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isFile();
  } catch {
    return false;
  }
}

function lossOf(thrown: unknown, descriptor: 1 | 2): Loss {
  const name = descriptor === 1 ? 'standard output' : 'standard error';
  const code = errorCodeOf(thrown);
  const isReaderGone = code === 'EPIPE' || code === 'ECONNRESET' || code === 'ERR_STREAM_DESTROYED';
  const { message, ...parts } = fileError(thrown, name).toJSON();
  return { isReaderGone, error: new DiscernError('disk', message, parts, thrown) };
}
