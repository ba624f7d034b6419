import { join } from 'node:path';
import { cards } from '#src/backbones/cards/catalogue.js';
import { dot } from '#src/base/matrix.js';
import { table } from '#src/cli/text/table.js';
import { lmdbEmbeddingCache } from '#src/node/embedding/embedding-cache.js';
import { listPictures } from '#src/node/pictures/list-pictures.js';
import { embedAllOf, ourEmbedder, samplesOf } from './our-embeddings.js';
import { evenly, median, ratio, ratioInWords, rounds } from './paired.js';
import { largePictures } from './pictures.js';
import { grocery, here, root } from './places.js';
import { peerPython, pythonService } from './python.js';
import { required } from './required.js';

/**
 * @import { Benchmark, Note, Ratio, Timing } from './types.ts'
 * @import { PythonService } from './python.js'
 * @import { BackboneName } from '#src/backbones/cards/catalogue.js'
 * @import { Column } from '#src/cli/text/table.js'
 * @import { EmbeddingCache } from '#src/data/embedding/embedding-cache.js'
 */

/** @typedef {Awaited<ReturnType<typeof contest>>} Contest */
/** @typedef {ReturnType<typeof summary>} Summary */
/** @typedef {Awaited<ReturnType<typeof warmCache>>} Warm */

const pairs = 9;

/** Ways to spread the work over cores in Python; the quickest in a trial of each is the peer. */
const configs = [
  { processes: 2, intra: 1, batch: 1 },
  { processes: 2, intra: 1, batch: 8 },
  { processes: 1, intra: 1, batch: 1, runners: 2 },
  { processes: 1, intra: 1, batch: 4, runners: 2 },
  { processes: 1, intra: 2, batch: 1, decoders: 2 },
  { processes: 1, intra: 2, batch: 8, decoders: 2 },
  { processes: 1, intra: 2, batch: 16, decoders: 2 },
  { processes: 1, intra: 2, batch: 8, decoders: 2, spin: false },
  { processes: 1, intra: 2, batch: 16, decoders: 1, spin: false },
];

/**
 * Pictures a second with a cold cache against Python, and with a warm cache against the cold one.
 * @type {Benchmark}
 */
export async function benchmark({ folder, note }) {
  const train = await listPictures(grocery.train);
  const small = evenly(train, 400);
  note('making 12-megapixel JPEGs ...');
  const large = await largePictures(evenly(train, 40), join(folder, 'large'));
  const a = await contest({ backbone: 'efficientnet-lite2', paths: small, peers: { pillow: false }, note });
  const peers = { pillow: false, draft: true };
  const b = await contest({ backbone: 'efficientnet-lite0', paths: large, peers, note });
  note('cold and warm cache ...');
  const warm = await warmCache(small, join(folder, 'cache'));
  const figures = { groceryLite2: a, large12MPLite0: b, warmCache: warm };
  return { figures, text: describe(figures) };
}

/** @param {{ backbone: BackboneName, paths: readonly string[], peers: Record<string, boolean>, note: Note }} of */
async function contest({ backbone, paths, peers, note }) {
  const ours = await ourSide(backbone, paths);
  /** @type {Awaited<ReturnType<typeof theirSide>>[]} */
  const theirs = [];
  for (const peer of Object.entries(peers)) theirs.push(await theirSide(backbone, paths, peer, note));
  await ours.round();
  note(`${backbone}: ${pairs} rounds ...`);
  /** @type {Record<string, () => Promise<Timing>>} */
  const contestants = { ours: ours.round, ...Object.fromEntries(theirs.map(({ name, round }) => [name, round])) };
  const results = await rounds(contestants, pairs);
  const nearness = theirs.map(({ first }) => dot(ours.first(), Float32Array.from(first)));
  await Promise.all([ours.close(), ...theirs.map(({ close }) => close())]);
  const rate = (/** @type {Timing} */ { seconds }) => paths.length / seconds;
  return {
    pictures: paths.length,
    ours: summary(results.ours, paths),
    peers: theirs.map(({ name, config }, i) => ({
      name,
      config,
      ...summary(results[name], paths),
      cosineOfFirst: nearness[i],
      ratio: ratio(results.ours.map(rate), results[name].map(rate)),
    })),
  };
}

/** @param {BackboneName} backbone @param {readonly string[]} paths @param {{ cache?: EmbeddingCache }} [extra] */
async function ourSide(backbone, paths, extra = {}) {
  const embedder = await ourEmbedder(backbone);
  const samples = samplesOf(paths);
  let first = new Float32Array();
  const round = async () => {
    const [begin, cpu] = [performance.now(), process.cpuUsage()];
    const { embeddings } = await embedAllOf(samples, { embedder, ...extra });
    const { user, system } = process.cpuUsage(cpu);
    first = embeddings.data.slice(0, embeddings.columns);
    return { seconds: (performance.now() - begin) / 1000, cpuSeconds: (user + system) / 1e6 };
  };
  return { round, first: () => first, close: () => embedder.dispose() };
}

/**
 * @param {BackboneName} backbone
 * @param {readonly string[]} paths
 * @param {[name: string, draft: boolean]} peer
 * @param {Note} note
 */
async function theirSide(backbone, paths, [name, draft], note) {
  const { file, preprocessing } = cards[backbone];
  const parameters = [join(root, 'models', required(file, 'file')), String(preprocessing.sizePx)];
  /** @type {PythonService<Timing & { first: number[] }>} */
  const service = pythonService(peerPython(), here('embed_peer.py'), parameters);
  await service.ready;
  const trial = evenly(paths, Math.ceil(paths.length / 4));
  const tried = [];
  for (const config of configs) {
    await service.ask({ config });
    await service.ask({ paths: trial.slice(0, 8), draft });
    const { seconds } = await service.ask({ paths: trial, draft });
    note(`${backbone}, ${name}: ${(trial.length / seconds).toFixed(1)} pictures/s with ${JSON.stringify(config)}`);
    tried.push({ config, seconds });
  }
  const { config } = tried.reduce((best, next) => (next.seconds < best.seconds ? next : best));
  await service.ask({ config });
  const { first } = await service.ask({ paths, draft });
  return { name, config, first, round: () => service.ask({ paths, draft }), close: service.close };
}

/** @param {readonly string[]} paths @param {string} folder */
async function warmCache(paths, folder) {
  const cache = await lmdbEmbeddingCache({ folder });
  const { round, close } = await ourSide('efficientnet-lite2', paths, { cache });
  const cold = await round();
  const warm = [];
  for (let i = 0; i < pairs; i++) warm.push(await round());
  await Promise.all([close(), cache.close()]);
  const rates = warm.map(({ seconds }) => paths.length / seconds);
  const coldRate = paths.length / cold.seconds;
  return { cold: coldRate, warm: median(rates), ratio: median(rates) / coldRate };
}

/** @param {readonly Timing[]} results @param {readonly string[]} paths */
function summary(results, { length }) {
  const of = (/** @type {keyof Timing} */ key) => median(results.map((result) => result[key]));
  return { picturesPerSecond: length / of('seconds'), cpuMillisecondsPerPicture: (1000 * of('cpuSeconds')) / length };
}

/** @param {{ groceryLite2: Contest, large12MPLite0: Contest, warmCache: Warm }} figures */
function describe({ groceryLite2, large12MPLite0, warmCache: { cold, warm, ratio: factor } }) {
  const number = (/** @type {number} */ value, digits = 1) => value.toFixed(digits);
  /** @type {(what: string, who: string, side: Summary, versus?: Ratio) => string[]} */
  const line = (what, who, { picturesPerSecond, cpuMillisecondsPerPicture }, versus) => [
    what,
    who,
    number(picturesPerSecond),
    number(cpuMillisecondsPerPicture),
    versus ? ratioInWords(versus) : '',
  ];
  const section = (/** @type {string} */ what, /** @type {Contest} */ { ours, peers }) => [
    line(what, 'discern', ours),
    ...peers.map((peer) => line('', `Python, ${peer.name}`, peer, peer.ratio)),
  ];
  const columns = ['pictures', 'by', 'pictures/s', 'CPU ms each', 'discern is so many times as fast'];
  const rows = [...section('grocery, Lite2', groceryLite2), ...section('12 megapixels, Lite0', large12MPLite0)];
  /** @type {Column[]} */
  const heads = columns.map((head, i) => ({ head, align: i === 2 || i === 3 ? 'right' : 'left' }));
  const cached = `warm cache: ${number(warm, 0)} pictures/s, ${number(factor)} times the cold ${number(cold)}`;
  return `${table(heads, rows)}\n\n${cached}\nThe start of processes is on neither side's clock.`;
}
