import { randomUUID } from 'node:crypto';
import type { Stats } from 'node:fs';
import { access, constants, open, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DiscernError } from '../../base/error.ts';
import { extensionOf } from '../../data/paths.ts';
import { errorCodeOf, fileError } from './file-error.ts';

/**
 * The first bytes of each kind of file. A file that begins differently belongs to somebody else and is not overwritten.
 */
const beginnings = {
  /** Text has no zero bytes. */
  text: (head: Uint8Array) => !head.includes(0),
  /** Answers of `predict` and the page of a comparison: only texts that Discern wrote. */
  answers: startsWith('path,classifier,'),
  report: startsWith(
    '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta http-equiv="Content-Sec',
  ),
  bundle: startsWith('PK'),
  npy: startsWith('\x93NUMPY'),
  parquet: startsWith('PAR1'),
  png: startsWith('\x89PNG'),
  /** The first field is always the version of the format. */
  onnx: startsWith('\x08'),
} satisfies Readonly<Record<string, (head: Uint8Array) => boolean>>;

/** The kind of content that a file will get. */
export type OutKind = keyof typeof beginnings;

/** Endings of file names that promise a kind of content. */
const endings: Readonly<Record<string, OutKind>> = {
  discern: 'bundle',
  npy: 'npy',
  parquet: 'parquet',
  png: 'png',
  onnx: 'onnx',
};

const headBytes = 512;

/** Begins the names of files that test whether a folder takes a file. A writer that is killed may leave one behind. */
export const proofBeginning = '.discern-';

/**
 * Checks, before long work, that a file of this kind can be written to `path`. The ending of the name must fit the
 * kind, no file of another kind may be there, and its folder (or the nearest existing one above) must take a file.
 * Leaves nothing behind. Throws `misused`, `no-permission`, and `disk`.
 *
 * @example
 * await requireRoomForFile('results/report.html', 'report');
 */
export async function requireRoomForFile(path: string, kind: OutKind): Promise<void> {
  if ((endings[extensionOf(path)] ?? kind) !== kind) throw namedOtherwise(path, kind);
  const found = await at(path);
  if (path.endsWith('/') || found?.isDirectory()) throw notAFile(path, 'is a folder');
  if (found && !found.isFile()) throw notAFile(path, 'is a device or a pipe');
  if (found) await requireReplaceable(path, kind);
  await requireRoomIn(dirname(path), path);
}

/** The same check for a folder, which may exist already. */
export async function requireRoomForFolder(path: string): Promise<void> {
  await requireRoomIn(path, path);
}

async function requireReplaceable(path: string, kind: OutKind): Promise<void> {
  const head = await named(path, headOf(path));
  if (head.length > 0 && !beginnings[kind](head)) throw holdsSomethingElse(path, kind);
  await named(path, access(path, constants.W_OK));
}

/** Writes a byte into the nearest existing folder: only that shows quotas, full disks and read-only disks. */
async function requireRoomIn(folder: string, path: string): Promise<void> {
  const found = await at(folder);
  if (found === null && dirname(folder) !== folder) return requireRoomIn(dirname(folder), path);
  if (found && !found.isDirectory()) throw underAFile(path, folder);
  const proof = join(folder, `${proofBeginning}${randomUUID()}.writing`);
  try {
    await writeFile(proof, 'x', { flag: 'wx' });
  } catch (thrown) {
    throw errorCodeOf(thrown) === 'ENOENT' ? takesNothing(path, folder) : fileError(thrown, path);
  } finally {
    await rm(proof, { force: true }).catch(() => undefined);
  }
}

/** The state of the path; null where nothing is there. */
async function at(path: string): Promise<Stats | null> {
  return stat(path).catch((thrown: unknown) => {
    if (['ENOENT', 'ENOTDIR'].includes(errorCodeOf(thrown))) return null;
    throw fileError(thrown, path);
  });
}

async function headOf(path: string): Promise<Uint8Array> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(new Uint8Array(headBytes), 0, headBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function named<Result>(path: string, work: Promise<Result>): Promise<Result> {
  return work.catch((thrown: unknown) => {
    throw fileError(thrown, path);
  });
}

function startsWith(text: string): (head: Uint8Array) => boolean {
  const wanted = Array.from(text, (letter) => letter.charCodeAt(0));
  return (head) => wanted.every((byte, i) => head[i] === byte);
}

function notAFile(path: string, what: string): DiscernError {
  return new DiscernError('misused', `${path} ${what}, where a file is to be written`, {
    given: path,
    expected: 'a new file, or one of the same kind to replace',
    todo: 'choose another name',
  });
}

function holdsSomethingElse(path: string, kind: OutKind): DiscernError {
  return new DiscernError('misused', `${path} holds something else and is not overwritten`, {
    given: `${path}, which does not begin as ${/^[ao]/.test(kind) ? 'an' : 'a'} ${kind} file does`,
    expected: 'a new file, or one of the same kind to replace',
    todo: `choose another name, or remove ${path}`,
  });
}

function namedOtherwise(path: string, kind: OutKind): DiscernError {
  return new DiscernError('misused', `the name ${path} promises another kind of file`, {
    given: path,
    expected: `a name for a ${kind} file`,
    todo: 'choose another name',
  });
}

function underAFile(path: string, file: string): DiscernError {
  return cannotBeMade(path, `${file} is no folder`);
}

/** For folders of the system itself (/proc), and for folders that were removed meanwhile. */
function takesNothing(path: string, folder: string): DiscernError {
  return cannotBeMade(path, `${folder} takes no file`);
}

function cannotBeMade(path: string, why: string): DiscernError {
  return new DiscernError('disk', `${path} cannot be made: ${why}`, {
    given: path,
    expected: 'a place inside a folder that takes files',
    todo: 'choose another place',
  });
}
