import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import sharp from 'sharp';
import { here } from './places.js';
import { required } from './required.js';

/** @import { Note } from './types.ts' */

const packageName = 'dataset-fashion-mnist';
const side = 28;

/**
 * Fashion-MNIST as folders of PNG files, train and test, with a folder per class: made on first use, and kept.
 * @param {Note} note
 */
export async function fashionPictures(note) {
  const folder = here('.data/fashion');
  if (existsSync(folder)) return folder;
  const files = required(installed() ?? unpacked(note), packageName);
  const beside = `${folder}.making`;
  rmSync(beside, { recursive: true, force: true });
  note('writing 70,000 pictures ...');
  await writePart(files, 'train', join(beside, 'train'));
  await writePart(files, 't10k', join(beside, 'test'));
  renameSync(beside, folder);
  return folder;
}

/** Where Debian's package keeps its files, under `root`; null where it is not there. */
function installed(root = '/') {
  const folder = join(root, 'usr', 'share', 'datasets', 'fashion-mnist');
  const other = join(root, 'usr', 'share', packageName);
  return [folder, other].find((each) => existsSync(each)) ?? null;
}

/**
 * Debian's package, downloaded and unpacked without being installed.
 * @param {Note} note
 */
function unpacked(note) {
  const folder = here('.data/package');
  mkdirSync(folder, { recursive: true });
  note(`fetching Debian's ${packageName} ...`);
  step('apt-get', ['download', packageName], folder);
  const [deb] = readdirSync(folder).filter((name) => name.endsWith('.deb'));
  step('dpkg', ['-x', deb, '.'], folder);
  return installed(folder);
}

/** @param {string} command @param {readonly string[]} parameters @param {string} cwd */
function step(command, parameters, cwd) {
  const { status, error } = spawnSync(command, parameters, { cwd, stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error(`${command} ${parameters.join(' ')} failed: ${error?.message ?? status}`);
}

/** @param {string} files @param {string} part @param {string} folder */
async function writePart(files, part, folder) {
  const pixels = gunzipSync(readFileSync(findIn(files, `${part}-images-idx3-ubyte.gz`))).subarray(16);
  const labels = gunzipSync(readFileSync(findIn(files, `${part}-labels-idx1-ubyte.gz`))).subarray(8);
  for (const label of new Set(labels)) mkdirSync(join(folder, `${label}`), { recursive: true });
  const size = side * side;
  for (let start = 0; start < labels.length; start += 64) {
    const some = Array.from({ length: Math.min(64, labels.length - start) }, (_, i) => start + i);
    const write = (/** @type {number} */ i) =>
      sharp(pixels.subarray(i * size, (i + 1) * size), { raw: { width: side, height: side, channels: 1 } })
        .png()
        .toFile(join(folder, `${labels[i]}`, `${String(i).padStart(5, '0')}.png`));
    await Promise.all(some.map(write));
  }
}

/** @param {string} folder @param {string} name */
function findIn(folder, name) {
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((path) => path.endsWith(name));
  if (found === undefined) throw new Error(`${folder} has no ${name}`);
  return join(folder, found);
}
