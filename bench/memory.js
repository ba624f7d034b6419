import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { table } from '#src/cli/text/table.js';
import { listPictures } from '#src/node/pictures/list-pictures.js';
import { discern } from './command-line.js';
import { numberColumns } from './number-columns.js';
import { hugePictures, variations } from './pictures.js';
import { grocery, here } from './places.js';

/** @import { Benchmark } from './types.ts' */

const counts = [200, 20_000];
const hugeCount = 10;

/**
 * Peak of the resident memory of `discern embed --no-cache` on few and on many files, ten of 12,000 px among both.
 * @type {Benchmark}
 */
export async function benchmark({ folder, note }) {
  const train = await listPictures(grocery.train);
  const peaks = [];
  for (const count of counts) {
    const pictures = join(folder, String(count));
    await mkdir(pictures);
    note(`making ${count} files ...`);
    await hugePictures(train.slice(0, hugeCount), pictures);
    await variations(train, count - hugeCount, pictures);
    note(`embedding ${count} files ...`);
    peaks.push(await peakOfEmbedding(pictures, folder));
    await rm(pictures, { recursive: true });
  }
  const [few, many] = peaks.map(({ bytes }) => bytes);
  const rows = peaks.map(({ bytes, seconds }, i) => [String(counts[i]), (bytes / 1e6).toFixed(0), seconds.toFixed(0)]);
  return {
    figures: { files: counts, peakBytes: [few, many], seconds: peaks.map(({ seconds }) => seconds), ratio: many / few },
    text: `${table(columns, rows)}\n\nmany to few: ${(many / few).toFixed(2)}`,
  };
}

const columns = numberColumns('files', 'peak MB', 'seconds');

/** @param {string} pictures @param {string} folder */
async function peakOfEmbedding(pictures, folder) {
  const file = join(folder, 'peak');
  const begin = performance.now();
  /** @type {readonly unknown[]} */
  const { length } = await discern(['embed', pictures, '--no-cache', '--out', join(folder, 'vectors.npy')], {
    before: ['--import', pathToFileURL(here('peak-memory.js')).href],
    environment: { PEAK_MEMORY_FILE: file },
  });
  return { bytes: Number(await readFile(file, 'utf8')), seconds: (performance.now() - begin) / 1000, length };
}
