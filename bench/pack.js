import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { table } from '#src/cli/text/table.js';
import { root } from './places.js';

/**
 * @import { Benchmark } from './types.ts'
 * @import { Column } from '#src/cli/text/table.js'
 */

/** @typedef {{ path: string, size: number }} PackedFile */

const megabyte = 1e6;

/**
 * Size of what `npm pack` would write, and how much of it each kind of file takes.
 * @type {Benchmark}
 */
export async function benchmark() {
  const shell = process.platform === 'win32';
  /** @type {{ size: number, unpackedSize: number, files: PackedFile[] }[]} */
  const [{ size, unpackedSize, files }] = JSON.parse(
    execFileSync('npm', ['pack', '--dry-run', '--json'], { cwd: root, encoding: 'utf8', shell }),
  );
  const weights = files.filter(({ path }) => path.endsWith('.onnx'));
  const packedWeights = weights.reduce((sum, { path }) => sum + gzipSync(readFileSync(join(root, path))).length, 0);
  const figures = {
    packed: size,
    unpacked: unpackedSize,
    weights: sizeOf(weights),
    packedWeights,
    files: files.length,
  };
  return { figures, text: table(columns, [...byFolder(files), ['all, packed', '', cell(size)]]) };
}

/** @type {Column[]} */
const columns = [{ head: 'what' }, { head: 'files', align: 'right' }, { head: 'MB', align: 'right' }];

/** @param {readonly PackedFile[]} files */
function byFolder(files) {
  const folders = grouped(files);
  return [...folders].map(([folder, inside]) => [folder, String(inside.length), cell(sizeOf(inside))]);
}

/** @param {readonly PackedFile[]} files */
function grouped(files) {
  /** @type {Map<string, PackedFile[]>} */
  const groups = new Map();
  for (const file of files) groups.set(folderOf(file), [...(groups.get(folderOf(file)) ?? []), file]);
  return groups;
}

/** @param {PackedFile} file */
function folderOf({ path }) {
  return path.includes('/') ? path.split('/').slice(0, -1).slice(0, 2).join('/') : 'package';
}

/** @param {readonly PackedFile[]} files */
function sizeOf(files) {
  return files.reduce((sum, { size }) => sum + size, 0);
}

/** @param {number} bytes */
function cell(bytes) {
  return (bytes / megabyte).toFixed(2);
}
