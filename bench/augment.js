import { table } from '#src/cli/text/table.js';
import { mapInOrder } from '#src/data/map-in-order.js';
import { augmenter, viewRandom } from '#src/images/augment/augmenter.js';
import { presets } from '#src/images/augment/presets.js';
import { shortSideFor } from '#src/images/framing.js';
import { augmentPool } from '#src/node/augmentation/augment-pool.js';
import { decode } from '#src/node/decode.js';
import { readFile } from '#src/node/files/files.js';
import { listPictures } from '#src/node/pictures/list-pictures.js';
import { evenly, median, ratio, ratioInWords, rounds } from './paired.js';
import { grocery, here } from './places.js';
import { python, pythonService } from './python.js';

/**
 * @import { Benchmark, Note, Ratio, Timing } from './types.ts'
 * @import { Preprocessing } from '#src/images/preprocessing.js'
 * @import { Pixels } from '#src/images/pixels.js'
 * @import { PythonService } from './python.js'
 * @import { Column } from '#src/cli/text/table.js'
 */

const pairs = 9;
const batch = 16;
/** @type {Preprocessing} */
const preprocessing = {
  sizePx: 224,
  resizePx: 256,
  fit: 'crop',
  interpolation: 'bicubic',
  mean: [127, 127, 127],
  std: [128, 128, 128],
  channels: 'rgb',
  layout: 'nchw',
};

/** What the preset `photos` does, for the peer: the same crops, flips and jitter. */
const peerParameters = ['224', '0.35', '0.4', '127', '128'];
/** @typedef {(round: number) => Promise<Timing>} Round */
/** @typedef {{ paths: readonly string[], round: Round, close: () => Promise<void> }} Side */
/** @typedef {Awaited<ReturnType<typeof stages>>} Stages */
/** @typedef {Record<'withDecoding' | 'sixViews' | 'withoutDecoding', Outcome> & { stages: Stages }} Figures */
/** @typedef {{ way: string, cpuMilliseconds: { ours: number, theirs: number }, ratio: Ratio }} Outcome */

const peerWays = ['v1', 'v2', 'v2 tensors'];

/**
 * Pictures to tensors in the preset `photos`, on one core: files through a worker thread as in training, in one view
 * and in six, and decoded pictures alone, against the quickest of torchvision's ways.
 * @type {Benchmark}
 */
export async function benchmark({ note }) {
  const paths = evenly(await listPictures(grocery.train), 400);
  const peer = pythonService(
    python('augment', here('augment-requirements.txt')),
    here('augment_peer.py'),
    peerParameters,
  );
  await peer.ready;
  const against = { peer, note };
  const figures = {
    withDecoding: await contest('withDecoding', fileSide(paths, 1), { decode: true, views: 1 }, against),
    sixViews: await contest('sixViews', fileSide(evenly(paths, 100), 6), { decode: true, views: 6 }, against),
    withoutDecoding: await contest('withoutDecoding', await decodedSide(paths), { decode: false, views: 1 }, against),
    stages: await stages(paths),
  };
  await peer.close();
  return { figures: { pictures: paths.length, ...figures }, text: describe(figures) };
}

/**
 * @param {string} what
 * @param {Side} ours
 * @param {{ decode: boolean, views: number }} wish
 * @param {{ peer: PythonService<Timing>, note: Note }} against
 */
async function contest(what, ours, wish, { peer, note }) {
  const { paths } = ours;
  const ask = (/** @type {string} */ way) => peer.ask({ paths, ...wish, way });
  const views = paths.length * wish.views;
  /** @type {Record<string, number>} */
  const trial = {};
  for (const way of [...peerWays, ...peerWays]) trial[way] = (await ask(way)).cpuSeconds;
  const way = peerWays.reduce((best, next) => (trial[next] < trial[best] ? next : best));
  await ours.round(0);
  note(`${what}: ${pairs} rounds against torchvision, ${way} ...`);
  const results = await rounds(
    { ours: (/** @type {number} */ round) => ours.round(round + 1), theirs: () => ask(way) },
    pairs,
  );
  await ours.close();
  const each = (/** @type {'ours' | 'theirs'} */ side, /** @type {keyof Timing} */ key) =>
    results[side].map((result) => (1000 * result[key]) / views);
  const versus = (/** @type {keyof Timing} */ key) => ratio(each('theirs', key), each('ours', key));
  return {
    way,
    trialMilliseconds: Object.fromEntries(peerWays.map((name) => [name, (1000 * trial[name]) / views])),
    cpuMilliseconds: { ours: median(each('ours', 'cpuSeconds')), theirs: median(each('theirs', 'cpuSeconds')) },
    ratio: versus('cpuSeconds'),
    ratioOfWaiting: versus('seconds'),
  };
}

/**
 * The training pipeline with one thread, which stays. Four batches are asked for ahead, as training does.
 * @param {readonly string[]} paths
 * @param {number} views
 * @returns {Side}
 */
function fileSide(paths, views) {
  const pool = augmentPool({ preset: 'photos', preprocessing, seed: 0, threads: 1 });
  const jobsOf = (/** @type {number} */ number) =>
    paths.flatMap((path, sample) =>
      Array.from({ length: views }, (_, i) => ({ path, sample, view: number * views + i + 1 })),
    );
  const round = (/** @type {number} */ number) =>
    timed(async () => {
      const batches = slices(jobsOf(number), batch);
      for await (const { skipped } of mapInOrder(batches, pool.batch, { window: 4 })) {
        if (skipped.length > 0) throw new Error(skipped[0].error.message);
      }
    });
  return { paths, round, close: pool.close };
}

/**
 * @template T
 * @param {readonly T[]} items
 * @param {number} size
 */
function slices(items, size) {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}

/** @param {readonly string[]} paths @returns {Promise<Side>} */
async function decodedSide(paths) {
  /** @type {Pixels[]} */
  const pictures = [];
  for (const path of paths)
    pictures.push(await decode(await readFile(path), { shortSidePx: shortSideFor(preprocessing) }));
  const augment = augmenter(presets.photos, preprocessing);
  const round = (/** @type {number} */ number) =>
    timed(async () => {
      for (const [sample, pixels] of pictures.entries()) augment(pixels, viewRandom(0, sample, number + 1));
    });
  return { paths, round, close: async () => {} };
}

/** @param {() => Promise<void>} work @returns {Promise<Timing>} */
async function timed(work) {
  const [begin, cpu] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { seconds: (performance.now() - begin) / 1000, cpuSeconds: (user + system) / 1e6 };
}

/**
 * CPU milliseconds a picture of reading and of decoding alone: what augmenting can't make quicker.
 * @param {readonly string[]} paths
 */
async function stages(paths) {
  const read = await timed(async () => {
    for (const path of paths) await readFile(path);
  });
  const both = await timed(async () => {
    for (const path of paths) await decode(await readFile(path), { shortSidePx: shortSideFor(preprocessing) });
  });
  const each = (/** @type {Timing} */ { cpuSeconds }) => (1000 * cpuSeconds) / paths.length;
  return { readMilliseconds: each(read), decodeMilliseconds: each(both) - each(read) };
}

/** @param {Figures} figures */
function describe({ withDecoding, sixViews, withoutDecoding, stages: { readMilliseconds, decodeMilliseconds } }) {
  const row = (
    /** @type {string} */ what,
    /** @type {Outcome} */ { way, cpuMilliseconds: { ours, theirs }, ratio: versus },
  ) => [what, (1000 / ours).toFixed(0), (1000 / theirs).toFixed(0), way, ratioInWords(versus)];
  const heads = [
    'a core',
    'discern, views/s',
    'torchvision, views/s',
    'its quickest way',
    'discern is so many times as fast',
  ];
  /** @type {Column[]} */
  const columns = heads.map((head, i) => ({ head, align: i === 1 || i === 2 ? 'right' : 'left' }));
  const rows = [
    row('files to tensors', withDecoding),
    row('the same, six views of each file', sixViews),
    row('decoded pictures to tensors', withoutDecoding),
  ];
  const [reading, decoding] = [readMilliseconds.toFixed(2), decodeMilliseconds.toFixed(2)];
  const limit = `of which reading ${reading} ms and decoding (sharp) ${decoding} ms a picture`;
  return `${table(columns, rows)}\n\n${(withDecoding.cpuMilliseconds.ours).toFixed(2)} ms a file, ${limit}.`;
}
