import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile as readBytes } from 'node:fs/promises';
import { join } from 'node:path';
import { cards, defaultBackbone } from '#src/backbones/cards/catalogue.js';
import { dot, matrix, row } from '#src/base/matrix.js';
import { table } from '#src/cli/text/table.js';
import { listPictures } from '#src/node/pictures/list-pictures.js';
import { numberColumns } from './number-columns.js';
import { embedAll } from './our-embeddings.js';
import { evenly, median } from './paired.js';
import { cmykPictures, largePictures } from './pictures.js';
import { grocery, here, root } from './places.js';
import { python } from './python.js';

/**
 * @import { Benchmark } from './types.ts'
 * @import { Column } from '#src/cli/text/table.js'
 */

/**
 * Cosines between the default backbone's embeddings and those of PyTorch and Pillow, for three kinds of pictures.
 * @type {Benchmark}
 */
export async function benchmark({ folder, note }) {
  const val = await listPictures(grocery.val);
  note('making pictures ...');
  const kinds = {
    val,
    large12MP: await largePictures(evenly(val, 24), join(folder, 'large')),
    cmykWithoutProfile: await cmykPictures(evenly(val, 24), join(folder, 'cmyk')),
  };
  /** @type {Record<string, { pictures: number, median: number, least: number }>} */
  const figures = {};
  for (const [kind, paths] of Object.entries(kinds)) {
    note(`${kind}: ${paths.length} pictures, by both ...`);
    const found = await cosines(paths, join(folder, 'theirs'));
    figures[kind] = { pictures: found.length, median: median(found), least: Math.min(...found) };
  }
  const rows = Object.entries(figures).map(([kind, { pictures, median: middle, least }]) => [
    kind,
    String(pictures),
    middle.toFixed(6),
    least.toFixed(6),
  ]);
  return { figures, text: table(columns, rows) };
}

/** @type {Column[]} */
const columns = [{ head: 'pictures' }, ...numberColumns('count', 'median cosine', 'least')];

/** @param {readonly string[]} paths @param {string} file */
async function cosines(paths, file) {
  const ours = await embedAll(paths, defaultBackbone);
  const theirs = await byTorch(paths, file);
  return paths.map((_, i) => dot(row(ours, i), row(theirs, i)));
}

/** @param {readonly string[]} paths @param {string} file */
async function byTorch(paths, file) {
  const interpreter = python('torch', join(root, 'models', 'convert', 'requirements.txt'));
  const { preprocessing, dimensions } = cards[defaultBackbone];
  const parameters = [here('cosine_peer.py'), defaultBackbone, String(preprocessing.sizePx), file];
  const child = spawn(interpreter, parameters, { stdio: ['pipe', 2, 2] });
  child.stdin?.end(JSON.stringify(paths));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`cosine_peer.py ended with ${code}`);
  const { buffer, byteOffset, byteLength } = await readBytes(file);
  return matrix(paths.length, dimensions, new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength)));
}
