import { readSync } from 'node:fs';

/** A tree of an LMDB file, as its head or a record in the main tree describes it. */
export type LmdbTree = {
  /** Null where the tree is empty. */
  readonly root: number | null;
  readonly depth: number;
  readonly branches: number;
  readonly leaves: number;
  readonly overflow: number;
  readonly entries: number;
};

/** A file that is being checked, as one commit has left it. */
export type LmdbSnapshot = {
  readonly descriptor: number;
  readonly fileBytes: number;
  readonly pageBytes: number;
  readonly lastPage: number;
  /** The number of the commit. No page may have a later number. */
  readonly commit: number;
  /** [lastPage + 1], 1 where a page was visited: each page belongs to one thing only. */
  readonly taken: Uint8Array;
  /** The whole file; null where it is too large and is read page by page. */
  readonly content: Buffer | null;
};

/** A record in a leaf. */
export type LmdbRecord = {
  readonly key: Buffer;
  /** Whether the value describes a tree. */
  readonly isTree: boolean;
  /** Reads the value, also from pages of its own. */
  readonly value: () => Buffer;
  /** How many pages of its own the value has; 0 where it lies beside its key. */
  readonly pages: number;
};

const pageHeadBytes = 24;
const nodeHeadBytes = 8;
const treeBytes = 48;
const pageKinds = { branch: 0x01, leaf: 0x02, value: 0x04 };
const nodeFlags = { ownPages: 0x01, tree: 0x02 };
const severalValues = 0x04;
const noPage = 0xffff_ffff_ffff_ffffn;

/**
 * Throws RangeError with what is wrong where a condition of a sound file does not hold. Reading past the end of a
 * buffer throws RangeError, too.
 */
export function mustHold(condition: boolean, wrong: string): asserts condition {
  if (!condition) throw new RangeError(wrong);
}

/** A number of 8 bytes. */
export function longAt(bytes: Buffer, at: number): number {
  return Number(bytes.readBigUInt64LE(at));
}

/** The tree that 48 bytes describe (struct MDB_db). Throws RangeError. */
export function treeAt(bytes: Buffer, at: number): LmdbTree {
  mustHold(bytes.length >= at + treeBytes, 'a tree is cut short');
  mustHold((bytes.readUInt16LE(at + 4) & severalValues) === 0, 'a tree is of a kind that we never write');
  const root = bytes.readBigUInt64LE(at + 40);
  return {
    root: root === noPage ? null : Number(root),
    depth: bytes.readUInt16LE(at + 6),
    branches: longAt(bytes, at + 8),
    leaves: longAt(bytes, at + 16),
    overflow: longAt(bytes, at + 24),
    entries: longAt(bytes, at + 32),
  };
}

/**
 * Visits every record of a tree, and compares what it finds with what the tree says about itself. Throws RangeError
 * where a page belongs to something else, or where an offset lies outside its page or the file.
 */
export function walkTree(file: LmdbSnapshot, tree: LmdbTree, visit: (record: LmdbRecord) => void): void {
  const found = { branches: 0, leaves: 0, overflow: 0, entries: 0 };
  const waiting = tree.root === null ? [] : [{ number: tree.root, depth: 1 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { number, depth } = next;
    const page = treePage(file, number);
    const isLeaf = page.readUInt16LE(18) === pageKinds.leaf;
    mustHold(isLeaf === (depth === tree.depth), 'a tree is not as deep as it says');
    found[isLeaf ? 'leaves' : 'branches']++;
    for (const node of nodesOf(page)) {
      if (!isLeaf) waiting.push({ number: childAt(page, node), depth: depth + 1 });
      else {
        const record = recordAt(file, page, node);
        found.overflow += record.pages;
        found.entries++;
        visit(record);
      }
    }
  }
  const names = ['branches', 'leaves', 'overflow', 'entries'] as const;
  for (const name of names) mustHold(found[name] === tree[name], `a tree says that it has other ${name}`);
}

/** Marks pages as taken. Throws where one is taken already. */
export function takePages({ taken, lastPage }: LmdbSnapshot, first: number, count: number): void {
  mustHold(first >= 2 && count >= 1 && first + count - 1 <= lastPage, 'a page lies outside the file');
  mustHold(!taken.subarray(first, first + count).includes(1), 'a page is used twice');
  taken.fill(1, first, first + count);
}

/** A page of a tree, with a header that fits it (struct MDB_page_header). */
function treePage(file: LmdbSnapshot, number: number): Buffer {
  takePages(file, number, 1);
  const page = bytesAt(file, number * file.pageBytes, file.pageBytes);
  mustHold(longAt(page, 0) === number && longAt(page, 8) <= file.commit, 'a page is of something else');
  const kind = page.readUInt16LE(18);
  mustHold(kind === pageKinds.branch || kind === pageKinds.leaf, 'a page is of something else');
  return page;
}

function bytesAt({ descriptor, fileBytes, content }: LmdbSnapshot, place: number, length: number): Buffer {
  mustHold(place + length <= fileBytes, 'it was cut');
  if (content !== null) return content.subarray(place, place + length);
  const bytes = Buffer.allocUnsafe(length);
  mustHold(readSync(descriptor, bytes, 0, length, place) === length, 'it was cut');
  return bytes;
}

/** Offsets of the nodes of a page: two-byte numbers after its header. */
function* nodesOf(page: Buffer): Generator<number> {
  const [lower, upper] = [page.readUInt16LE(20), page.readUInt16LE(22)];
  mustHold(lower >= 2 && lower % 2 === 0 && lower <= upper, 'a page holds nothing');
  mustHold(upper + pageHeadBytes <= page.length, 'a page holds more than fits it');
  for (let at = pageHeadBytes; at < pageHeadBytes + lower; at += 2) {
    const node = page.readUInt16LE(at) + pageHeadBytes;
    mustHold(node >= upper + pageHeadBytes && node % 2 === 0, 'a record lies outside its page');
    mustHold(node + nodeHeadBytes + page.readUInt16LE(node + 6) <= page.length, 'a record lies outside its page');
    yield node;
  }
}

function childAt(page: Buffer, node: number): number {
  return page.readUInt32LE(node) + page.readUInt16LE(node + 4) * 2 ** 32;
}

/** A record (struct MDB_node). Its value lies beside the key, or in pages of its own (struct MDB_ovpage). */
function recordAt(file: LmdbSnapshot, page: Buffer, node: number): LmdbRecord {
  const [size, flags, keyBytes] = [page.readUInt32LE(node), page.readUInt16LE(node + 4), page.readUInt16LE(node + 6)];
  const place = node + nodeHeadBytes + keyBytes;
  const key = page.subarray(node + nodeHeadBytes, place);
  const isTree = flags === nodeFlags.tree;
  mustHold(keyBytes > 0 && (isTree || flags === 0 || flags === nodeFlags.ownPages), 'a record is of another kind');
  if (flags !== nodeFlags.ownPages) {
    mustHold(place + size <= page.length, 'a record lies outside its page');
    return { key, isTree, value: () => page.subarray(place, place + size), pages: 0 };
  }
  const [first, commit, pages] = [longAt(page, place), longAt(page, place + 8), longAt(page, place + 16)];
  mustHold(commit <= file.commit, 'a record is of something else');
  mustHold(pages === Math.floor((pageHeadBytes - 1 + size) / file.pageBytes) + 1, 'a record is of another size');
  takePages(file, first, pages);
  // Not in a large file: there it would be one more read for each record.
  if (file.content !== null) requireValueHead(file, first, pages);
  const begin = first * file.pageBytes + pageHeadBytes;
  mustHold(begin + size <= file.fileBytes, 'it was cut');
  return { key, isTree, value: () => bytesAt(file, begin, size), pages };
}

function requireValueHead(file: LmdbSnapshot, first: number, pages: number): void {
  const head = bytesAt(file, first * file.pageBytes, pageHeadBytes);
  const isOfThis = longAt(head, 0) === first && longAt(head, 8) <= file.commit && head.readUInt32LE(20) === pages;
  mustHold(isOfThis && head.readUInt16LE(18) === pageKinds.value, 'a value is of something else');
}
