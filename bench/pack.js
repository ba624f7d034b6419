import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { table } from '../dist/src/cli/table.js';
import { root } from './places.js';

const megabyte = 1e6;

/** Size of what `npm pack` would write, and how much of it each kind of file takes. */
export async function benchmark() {
  const options = { cwd: root, encoding: 'utf8', shell: process.platform === 'win32' };
  const [{ size, unpackedSize, files }] = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json'], options));
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

const columns = [{ head: 'what' }, { head: 'files', align: 'right' }, { head: 'MB', align: 'right' }];

function byFolder(files) {
  const folders = grouped(files);
  return [...folders].map(([folder, inside]) => [folder, String(inside.length), cell(sizeOf(inside))]);
}

function grouped(files) {
  const groups = new Map();
  for (const file of files) groups.set(folderOf(file), [...(groups.get(folderOf(file)) ?? []), file]);
  return groups;
}

function folderOf({ path }) {
  return path.includes('/') ? path.split('/').slice(0, -1).slice(0, 2).join('/') : 'package';
}

function sizeOf(files) {
  return files.reduce((sum, { size }) => sum + size, 0);
}

function cell(bytes) {
  return (bytes / megabyte).toFixed(2);
}
