import { fstatSync, writeSync } from 'node:fs';
import type { WriteStream } from 'node:tty';
import { DiscernError } from '../base/error.ts';
import { errorCodeOf, fileError } from '../node/file-error.ts';
import type { Loss, Output } from './context.ts';

/**
 * A stream of the process as an Output. Writing never throws: what goes wrong is kept as the stream's loss, so that a
 * reader that leaves (`| head`) costs nobody the files that a command writes besides.
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

/** Node's own stream takes a write that a full disk cut short for a whole one. */
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
