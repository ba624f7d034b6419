import { randomUUID } from 'node:crypto';
import { open, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileError } from './file-error.ts';
import { flushFolder } from './flush-folder.ts';
import { makeFolder } from './make-folder.ts';

/** A file that is being written beside its path. The path holds its old content until `commit`. */
export type AsideFile = {
  append(bytes: Uint8Array): Promise<void>;
  /** Overwrites the first bytes of what was appended. */
  begin(bytes: Uint8Array): Promise<void>;
  /** Flushes the file and moves it to its path: wholly or not at all. */
  commit(): Promise<void>;
  /** Removes the unfinished file. Does nothing after a commit. */
  abandon(): Promise<void>;
};

/**
 * Opens a file beside `path`. Makes missing folders, keeps the mode of the file that it will replace, and follows
 * links. Every method throws `disk` where there is no room, and `no-permission`.
 */
export async function openAside(path: string): Promise<AsideFile> {
  const named = <Result>(work: Promise<Result>) =>
    work.catch((thrown: unknown) => {
      throw fileError(thrown, path);
    });
  const { handle, place, beside } = await named(openBeside(path));
  return {
    append: (bytes) => named(handle.writeFile(bytes)),
    begin: (bytes) => named(writeFromStart(handle, bytes)),
    commit: () => named(putInPlace(handle, beside, place)),
    abandon: async () => {
      await handle.close().catch(() => undefined);
      await rm(beside, { force: true });
    },
  };
}

type Handle = Awaited<ReturnType<typeof open>>;

async function openBeside(path: string) {
  await makeFolder(dirname(path));
  const place = await realpath(path).catch(() => path);
  const beside = `${place}.${randomUUID()}.writing`;
  return { handle: await open(beside, 'wx', await modeOf(place)), place, beside };
}

async function writeFromStart(handle: Handle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    at += (await handle.write(bytes, at, bytes.length - at, at)).bytesWritten;
  }
}

async function putInPlace(handle: Handle, beside: string, place: string): Promise<void> {
  await handle.sync();
  await handle.close();
  await rename(beside, place);
  await flushFolder(dirname(place));
}

async function modeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ mode }) => mode & 0o777,
    () => 0o666,
  );
}
