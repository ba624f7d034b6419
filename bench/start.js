import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cards, defaultBackbone } from '#src/backbones/cards/catalogue.js';
import { table } from '#src/cli/text/table.js';
import { openDataset } from '#src/node/open-dataset.js';
import { listPictures } from '#src/node/pictures/list-pictures.js';
import { discern, output } from './command-line.js';
import { embedCached } from './our-embeddings.js';
import { evenly, median, ratio, ratioInWords, rounds } from './paired.js';
import { variations } from './pictures.js';
import { cli, grocery, here, root } from './places.js';
import { peerPython } from './python.js';
import { required } from './required.js';

/**
 * @import { Benchmark } from './types.ts'
 * @import { Column } from '#src/cli/text/table.js'
 * @import { Matrix } from '#src/base/matrix.js'
 */

const pairs = 25;

/**
 * Seconds of a whole process that recognises one picture, against the shortest Python script that does the same.
 * @type {Benchmark}
 */
export async function benchmark({ folder, note }) {
  const pictures = await newPictures(join(folder, 'pictures'));
  const bundle = join(folder, 'bundle');
  note('fitting ...');
  await discern(['fit', grocery.train, '--out', bundle]);
  const peer = [here('start_peer.py'), ...(await peerFiles(folder))];
  const ours = (/** @type {number} */ round) =>
    output(process.execPath, [cli, 'predict', bundle, pictures[round], '--json']);
  const theirs = (/** @type {number} */ round) => output(peerPython(), [...peer, pictures[round]]);
  const answers = [await ours(pairs), await theirs(pairs)];
  note(`${pairs} rounds ...`);
  const seconds = await rounds({ discern: timed(ours), python: timed(theirs) }, pairs);
  const versus = ratio(seconds.discern, seconds.python);
  const rows = Object.entries(seconds).map(([name, values]) => [name, (1000 * median(values)).toFixed(0)]);
  return {
    figures: {
      milliseconds: { discern: 1000 * median(seconds.discern), python: 1000 * median(seconds.python) },
      ratio: versus,
      labels: labels(answers),
    },
    text: `${table(columns, rows)}\n\ndiscern to Python: ${ratioInWords(versus)}`,
  };
}

/** @type {Column[]} */
const columns = [{ head: 'whole process' }, { head: 'ms', align: 'right' }];

/**
 * The model, and every embedding of grocery's train part with its label.
 * @param {string} folder
 */
async function peerFiles(folder) {
  const { samples } = await openDataset(grocery.train);
  const { embeddings } = await embedCached(samples);
  const [gallery, names] = [join(folder, 'gallery.npy'), join(folder, 'labels.json')];
  await writeFile(gallery, npy(embeddings));
  await writeFile(names, JSON.stringify(samples.map(({ label }) => label)));
  return [join(root, 'models', required(cards[defaultBackbone].file, 'file')), gallery, names];
}

/**
 * A float32 matrix in NumPy's format 1.0.
 * @param {Matrix} matrix
 */
function npy({ rows, columns: width, data }) {
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${rows}, ${width}), }`;
  const padded = `${header.padEnd(117, ' ')}\n`;
  const start = Buffer.from(`\x93NUMPY\x01\x00\x00\x00${padded}`, 'latin1');
  start.writeUInt16LE(padded.length, 8);
  return Buffer.concat([start, Buffer.from(data.buffer, data.byteOffset, data.byteLength)]);
}

/** @param {(round: number) => Promise<unknown>} work */
function timed(work) {
  return async (/** @type {number} */ round) => {
    const begin = performance.now();
    await work(round);
    return (performance.now() - begin) / 1000;
  };
}

/**
 * One for every round and one more to warm up, none of which is in anybody's cache.
 * @param {string} folder
 */
async function newPictures(folder) {
  await mkdir(folder);
  await variations(evenly(await listPictures(grocery.train), pairs + 1), pairs + 1, folder);
  return Array.from({ length: pairs + 1 }, (_, i) => join(folder, `${i}.jpg`));
}

/**
 * What both said, to be seen side by side.
 * @param {readonly string[]} answers
 */
function labels([ours, theirs]) {
  const [{ gallery }] = [JSON.parse(ours)].flat();
  return { discern: gallery?.label ?? null, python: JSON.parse(theirs).label };
}
