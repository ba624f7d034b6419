import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { DiscernError } from '../../base/error.ts';
import {
  type LmdbRecord,
  type LmdbSnapshot,
  type LmdbTree,
  longAt,
  mustHold,
  takePages,
  treeAt,
  walkTree,
} from './lmdb-tree.ts';

/** One commit of the file: its free pages, and the main tree, which holds the other trees. */
type Head = Pick<LmdbSnapshot, 'pageBytes' | 'lastPage' | 'commit'> & {
  readonly free: LmdbTree;
  readonly main: LmdbTree;
};

const headBytes = 160;
const headKind = 0x08;
const magic = 0xbeefc0de;
const version = 2;
const mappedAtFixedPlace = 0x01;
/** Up to this size the whole file is read at once: some 8,000 embeddings of 1280 numbers. */
const mostBytesRead = 64e6;
/**
 * LMDB uses a page again two commits after it was freed. A walk beside a busy writer may meet that, so it is tried
 * several times.
 */
const retries = 10;

/**
 * Throws `bad-data` where an LMDB file is damaged: cut, overwritten, or of another version. LMDB trusts its file, and a
 * wrong page number ends the process. So every page of its trees is checked before LMDB maps the file. In files over 64
 * MB, values in pages of their own are not checked. An empty file is sound. Another process may write meanwhile.
 */
export function requireSoundLmdb(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    if (fstatSync(descriptor).size > 0) walkUnchanged(descriptor);
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
    throw new DiscernError('bad-data', `${path} is damaged: ${thrown.message}`, {
      given: path,
      expected: 'a file that LMDB wrote',
      todo: 'remove it: discern cache --clear',
    });
  } finally {
    closeSync(descriptor);
  }
}

function walkUnchanged(descriptor: number): void {
  for (let attempt = 0; ; attempt++) {
    const head = newestHead(descriptor);
    try {
      walk(head, descriptor);
      return;
    } catch (thrown) {
      if (attempt === retries || newestHead(descriptor).commit === head.commit) throw thrown;
    }
  }
}

function walk(head: Head, descriptor: number): void {
  const fileBytes = fstatSync(descriptor).size;
  const content = fileBytes <= mostBytesRead ? contentOf(descriptor, fileBytes) : null;
  const snapshot = { ...head, descriptor, fileBytes, content, taken: new Uint8Array(head.lastPage + 1) };
  walkTree(snapshot, head.free, (record) => takeFree(snapshot, record));
  walkTree(snapshot, head.main, ({ isTree, value }) => {
    if (isTree) walkTree(snapshot, treeAt(value(), 0), (record) => mustHold(!record.isTree, 'a tree lies too deep'));
  });
}

function contentOf(descriptor: number, fileBytes: number): Buffer {
  const content = Buffer.allocUnsafe(fileBytes);
  mustHold(readSync(descriptor, content, 0, fileBytes, 0) === fileBytes, 'it was cut');
  return content;
}

/**
 * Marks free pages. A record holds its length, then page numbers; minus a count is followed by the first page of a run,
 * and 0 is unused.
 */
function takeFree(snapshot: LmdbSnapshot, { key, isTree, value }: LmdbRecord): void {
  const list = value();
  mustHold(!isTree && key.length === 8 && list.length >= 8 && list.length % 8 === 0, 'a list of free pages is none');
  const end = 8 * (longAt(list, 0) + 1);
  mustHold(end <= list.length, 'a list of free pages is too short');
  for (let at = 8; at < end; at += 8) {
    const entry = Number(list.readBigInt64LE(at));
    if (entry > 0) takePages(snapshot, entry, 1);
    if (entry < 0) {
      at += 8;
      mustHold(at < end, 'a list of free pages is too short');
      takePages(snapshot, longAt(list, at), -entry);
    }
  }
}

/** The newer of the file's two heads, which commits write in turn. */
function newestHead(descriptor: number): Head {
  const first = headAt(descriptor, 0);
  const second = headAt(descriptor, first.pageBytes);
  mustHold(first.pageBytes === second.pageBytes, 'its heads contradict each other');
  return first.commit >= second.commit ? first : second;
}

/** One head (struct MDB_meta, after the header of its page). */
function headAt(descriptor: number, place: number): Head {
  const head = Buffer.alloc(headBytes);
  mustHold(readSync(descriptor, head, 0, headBytes, place) === headBytes, 'it ends before its content begins');
  mustHold(head.readUInt16LE(18) === headKind && head.readUInt32LE(24) === magic, 'it does not begin as such a file');
  const found = head.readUInt32LE(28) & 0xffff;
  mustHold(found === version, `it is of version ${found} of LMDB's files, not ${version}`);
  mustHold((head.readUInt16LE(52) & mappedAtFixedPlace) === 0, 'it is of a kind that we never write');
  const pageBytes = head.readUInt32LE(48);
  mustHold(
    Number.isInteger(Math.log2(pageBytes)) && pageBytes >= 512 && pageBytes <= 2 ** 16,
    'its pages have no size',
  );
  const [lastPage, mappedBytes] = [longAt(head, 144), longAt(head, 40)];
  mustHold(lastPage >= 1 && lastPage < 2 ** 31, 'its last page cannot be');
  mustHold(mappedBytes >= (lastPage + 1) * pageBytes && mappedBytes < 2 ** 46, 'its size cannot be');
  return { pageBytes, lastPage, commit: longAt(head, 152), free: treeAt(head, 48), main: treeAt(head, 96) };
}
