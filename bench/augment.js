import { table } from '../dist/src/cli/table.js';
import { mapInOrder } from '../dist/src/data/map-in-order.js';
import { augmenter, viewRandom } from '../dist/src/images/augment/augmenter.js';
import { presets } from '../dist/src/images/augment/presets.js';
import { shortSideFor } from '../dist/src/images/framing.js';
import { decode } from '../dist/src/node/decode.js';
import { readFile } from '../dist/src/node/files.js';
import { listPictures } from '../dist/src/node/list-pictures.js';
import { augmentPool } from '../dist/src/node/training/augment-pool.js';
import { evenly, median, ratio, rounds } from './paired.js';
import { grocery, here } from './places.js';
import { python, pythonService } from './python.js';

const pairs = 9;
const batch = 16;
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
const peerWays = ['v1', 'v2', 'v2 tensors'];

/**
 * Pictures to tensors in the preset `photos`, on one core: files through a worker thread as in training, in one view and in
 * six, and decoded pictures alone, against the quickest of torchvision's ways.
 */
export async function benchmark({ note }) {
  const paths = evenly(await listPictures(grocery.train), 400);
  const peer = pythonService(
    python('augment', here('augment-requirements.txt')),
    here('augment_peer.py'),
    peerParameters,
  );
  await peer.ready;
  const figures = {};
  const contests = {
    withDecoding: [fileSide(paths, 1), { decode: true, views: 1 }],
    sixViews: [fileSide(evenly(paths, 100), 6), { decode: true, views: 6 }],
    withoutDecoding: [await decodedSide(paths), { decode: false, views: 1 }],
  };
  for (const [what, [ours, wish]] of Object.entries(contests)) {
    figures[what] = await contest(what, ours, { peer, wish: { paths: ours.paths, ...wish }, note });
  }
  figures.stages = await stages(paths);
  await peer.close();
  return { figures: { pictures: paths.length, ...figures }, text: describe(figures) };
}

async function contest(what, ours, { peer, wish, note }) {
  const ask = (way) => peer.ask({ ...wish, way });
  const views = wish.paths.length * wish.views;
  const trial = {};
  for (const way of [...peerWays, ...peerWays]) trial[way] = (await ask(way)).cpuSeconds;
  const way = peerWays.reduce((best, next) => (trial[next] < trial[best] ? next : best));
  await ours.round(0);
  note(`${what}: ${pairs} rounds against torchvision, ${way} ...`);
  const results = await rounds({ ours: (round) => ours.round(round + 1), theirs: () => ask(way) }, pairs);
  await ours.close();
  const each = (side, key) => results[side].map((result) => (1000 * result[key]) / views);
  const versus = (key) => ratio(each('theirs', key), each('ours', key));
  return {
    way,
    trialMilliseconds: Object.fromEntries(peerWays.map((name) => [name, (1000 * trial[name]) / views])),
    cpuMilliseconds: { ours: median(each('ours', 'cpuSeconds')), theirs: median(each('theirs', 'cpuSeconds')) },
    ratio: versus('cpuSeconds'),
    ratioOfWaiting: versus('seconds'),
  };
}

/** The training pipeline with one thread, which stays. Four batches are asked for ahead, as training does. */
function fileSide(paths, views) {
  const pool = augmentPool({ preset: 'photos', preprocessing, seed: 0, threads: 1 });
  const jobsOf = (number) =>
    paths.flatMap((path, sample) =>
      Array.from({ length: views }, (_, i) => ({ path, sample, view: number * views + i + 1 })),
    );
  const round = (number) =>
    timed(async () => {
      const batches = slices(jobsOf(number), batch);
      for await (const { skipped } of mapInOrder(batches, pool.batch, { window: 4 })) {
        if (skipped.length > 0) throw new Error(skipped[0].error.message);
      }
    });
  return { paths, round, close: pool.close };
}

function slices(items, size) {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}

async function decodedSide(paths) {
  const pictures = [];
  for (const path of paths)
    pictures.push(await decode(await readFile(path), { shortSidePx: shortSideFor(preprocessing) }));
  const augment = augmenter(presets.photos, preprocessing);
  const round = (number) =>
    timed(async () => {
      for (const [sample, pixels] of pictures.entries()) augment(pixels, viewRandom(0, sample, number + 1));
    });
  return { paths, round, close: async () => {} };
}

async function timed(work) {
  const [begin, cpu] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { seconds: (performance.now() - begin) / 1000, cpuSeconds: (user + system) / 1e6 };
}

/** CPU milliseconds a picture of reading and of decoding alone: what augmenting can't make quicker. */
async function stages(paths) {
  const read = await timed(async () => {
    for (const path of paths) await readFile(path);
  });
  const both = await timed(async () => {
    for (const path of paths) await decode(await readFile(path), { shortSidePx: shortSideFor(preprocessing) });
  });
  const each = ({ cpuSeconds }) => (1000 * cpuSeconds) / paths.length;
  return { readMilliseconds: each(read), decodeMilliseconds: each(both) - each(read) };
}

function describe({ withDecoding, sixViews, withoutDecoding, stages: { readMilliseconds, decodeMilliseconds } }) {
  const row = (what, { way, cpuMilliseconds: { ours, theirs }, ratio: { median: middle, least, most } }) => [
    what,
    (1000 / ours).toFixed(0),
    (1000 / theirs).toFixed(0),
    way,
    `${middle.toFixed(2)} (${least.toFixed(2)} to ${most.toFixed(2)})`,
  ];
  const heads = [
    'a core',
    'discern, views/s',
    'torchvision, views/s',
    'its quickest way',
    'discern is so many times as fast',
  ];
  const columns = heads.map((head, i) => ({ head, align: i === 1 || i === 2 ? 'right' : 'left' }));
  const rows = [
    row('files to tensors', withDecoding),
    row('the same, six views of each file', sixViews),
    row('decoded pictures to tensors', withoutDecoding),
  ];
  const limit = `of which reading ${readMilliseconds.toFixed(2)} ms and decoding (sharp) ${decodeMilliseconds.toFixed(2)} ms a picture`;
  return `${table(columns, rows)}\n\n${(withDecoding.cpuMilliseconds.ours).toFixed(2)} ms a file, ${limit}.`;
}
