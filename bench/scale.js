import { matrix, normalise, row } from '../dist/src/base/matrix.js';
import { random } from '../dist/src/base/random.js';
import { table } from '../dist/src/cli/table.js';
import { fitApproaches } from '../dist/src/fit/fit-approaches.js';
import { productFor } from '../dist/src/linalg/product.js';
import { nodeRuntime } from '../dist/src/node/runtime.js';
import { output } from './command-line.js';
import { here } from './places.js';

const dimensions = 1280;
const shapes = [
  { classes: 20_000, each: 1 },
  { classes: 20_000, each: 2 },
  { classes: 100, each: 1000 },
];

// A process of its own measures a shape: the peak of memory is that of a process.
if (process.argv[1] === here('scale.js')) console.log(JSON.stringify(await measured(JSON.parse(process.argv[2]))));

/** Time and memory of fitting both approaches to many classes and to many pictures of drawn embeddings. */
export async function benchmark({ note }) {
  const figures = [];
  for (const shape of shapes) {
    note(`fitting ${shape.classes} classes of ${shape.each} ...`);
    figures.push(JSON.parse(await output(process.execPath, [here('scale.js'), JSON.stringify(shape)])));
  }
  return { figures: { shapes: figures }, text: table(columns, figures.map(line)) };
}

const columns = ['classes', 'pictures each', 'seconds', 'of them gallery', 'classifier', 'peak MB', 'vectors MB'].map(
  (head) => ({ head, align: 'right' }),
);

function line({ classes, each, seconds, peakBytes, vectorBytes }) {
  const numbers = [seconds.all, seconds.gallery, seconds.classifier, peakBytes / 1e6, vectorBytes / 1e6];
  return [String(classes), String(each), ...numbers.map((number) => number.toFixed(0))];
}

async function measured({ classes, each }) {
  const train = drawn(classes, each);
  const task = { train, val: null, approach: 'both', fingerprint: 'drawn' };
  const begin = performance.now();
  const fitted = await fitApproaches(task, { runtime: nodeRuntime, product: productFor(nodeRuntime), seed: 0 });
  const all = (performance.now() - begin) / 1000;
  return {
    classes,
    each,
    seconds: { ...fitted.seconds, all },
    peakBytes: process.resourceUsage().maxRSS * 1024,
    vectorBytes: train.embeddings.data.byteLength,
    chosen: fitted.chosen,
  };
}

/** Unit vectors around a centre a class: cosines are about 0.5 within a class and 0 between classes. */
function drawn(classes, each) {
  const { uniform } = random(0, 'scale');
  const embeddings = matrix(classes * each, dimensions);
  const samples = Array.from({ length: classes * each }, (_, i) => ({ path: `${i}.jpg`, label: `c${i % classes}` }));
  const centre = new Float32Array(dimensions);
  for (let c = 0; c < classes; c++) {
    for (let j = 0; j < dimensions; j++) centre[j] = uniform() - 0.5;
    for (let k = 0; k < each; k++) {
      const vector = row(embeddings, k * classes + c);
      for (let j = 0; j < dimensions; j++) vector[j] = centre[j] + uniform() - 0.5;
      normalise(vector);
    }
  }
  return {
    samples: samples.map((sample) => ({ ...sample, part: null, group: null })),
    embeddings,
    hashes: samples.map((_, i) => i.toString(16).padStart(64, '0')),
    skipped: [],
  };
}
