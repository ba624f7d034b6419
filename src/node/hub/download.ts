import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { DiscernError } from '../../base/error.ts';
import { throwIfAborted } from '../../base/progress.ts';
import { fileError } from '../files/file-error.ts';
import { makeFolder } from '../files/make-folder.ts';
import { type Access, request, TransientError, untilDone } from './request.ts';

/** A file to download. The hash of its content is known beforehand, so that an unfinished download can be resumed. */
export type Content = {
  readonly url: string;
  readonly bytes: number;
  /** Hash of the content; `git` means git's hash of a blob. */
  readonly hash: { readonly kind: 'sha256' | 'git'; readonly hex: string };
};

/** Options of a download: the access, and a function that receives how many bytes of the file have arrived. */
export type DownloadOptions = Access & { readonly onBytes?: ((bytes: number) => void) | undefined };

/**
 * Downloads to `target`, which afterwards holds the whole verified content or does not exist. Unfinished content lies
 * in a `.part` file named by the content's hash. A broken download is resumed where it stopped, several times in this
 * call, or in a later call. Throws `network`, `not-found`, `no-permission`, `disk` or `interrupted`.
 */
export async function download(content: Content, target: string, options: DownloadOptions = {}): Promise<void> {
  const part = `${target}.${content.hash.hex.slice(0, 16)}.part`;
  await onDisk(target, () => makeFolder(dirname(target)));
  await untilDone(() => attempt(content, part, options), options);
  await onDisk(target, () => replaceBy(part, target));
}

async function replaceBy(part: string, target: string): Promise<void> {
  await rm(target, { recursive: true, force: true });
  await rename(part, target);
}

/** Whether the whole file is there as it was published: a file in the cache may have been cut or overwritten. */
export async function isWhole(path: string, content: Content): Promise<boolean> {
  return (await sizeOf(path)) === content.bytes && (await hashOf(path, content)) === content.hash.hex;
}

/** Fetches the missing bytes, then verifies the whole file. */
async function attempt(content: Content, part: string, options: DownloadOptions): Promise<void> {
  const start = await sizeOf(part);
  if (start < content.bytes) await fetchFrom(start, content, part, options);
  if ((await hashOf(part, content)) === content.hash.hex) return;
  await rm(part, { force: true });
  if (start > 0) throw new TransientError('what was downloaded earlier does not belong to this file');
  throw wrongContent(content);
}

async function fetchFrom(start: number, { url }: Content, part: string, options: DownloadOptions): Promise<void> {
  const response = await request(url, options, start > 0 ? { Range: `bytes=${start}-` } : {});
  const goesOn = response.status === 206 && startsAt(response, start);
  if (response.status === 206 && !goesOn) throw new TransientError('the server sent another range than was asked for');
  if (!response.body) throw new TransientError('the server sent no content');
  const source = Readable.fromWeb(webStream(response.body));
  let bytes = goesOn ? start : 0;
  source.on('data', (chunk: Uint8Array) => {
    bytes += chunk.byteLength;
    options.onBytes?.(bytes);
  });
  const sink = createWriteStream(part, { flags: goesOn ? 'a' : 'w' });
  await pipeline(source, sink, { signal: options.signal }).catch((error: unknown) => {
    throwIfAborted(options.signal);
    throw isDiskError(error) ? fileError(error, part) : new TransientError('the connection broke off', error);
  });
}

/** The same stream as Node's type. */
function webStream(body: NonNullable<Response['body']>): ReadableStream {
  return body as ReadableStream;
}

function startsAt(response: Response, start: number): boolean {
  return response.headers.get('content-range')?.startsWith(`bytes ${start}-`) ?? false;
}

async function hashOf(path: string, { hash: { kind }, bytes }: Content): Promise<string> {
  const hash = createHash(kind === 'git' ? 'sha1' : 'sha256');
  if (kind === 'git') hash.update(`blob ${bytes}\0`);
  await onDisk(path, () => pipeline(createReadStream(path), hash));
  return hash.digest('hex');
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    (found) => (found.isFile() ? found.size : 0),
    () => 0,
  );
}

async function onDisk<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  return work().catch((error: unknown) => {
    throw fileError(error, path);
  });
}

function isDiskError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && ['open', 'write', 'close'].includes(String(error.syscall));
}

function wrongContent({ url, hash }: Content): DiscernError {
  return new DiscernError('network', `${url} did not arrive as published: its ${hash.kind} hash is another`, {
    given: url,
    expected: `content whose ${hash.kind} hash is ${hash.hex}`,
    todo: 'try again; if it stays so, the hub or mirror serves a damaged file: use another one (HF_ENDPOINT)',
  });
}
