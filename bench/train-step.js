import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { random } from '#src/base/random.js';
import { crossEntropy } from '#src/losses/cross-entropy.js';
import { nodeRuntime } from '#src/node/runtime.js';
import { floatTensor, indexTensor } from '#src/runtime/tensors.js';
import { adamW } from '#src/steps/optimizers/adam-w.js';
import { initialNumbers, numberCount } from '#src/steps/parameter.js';
import { fedLearner } from '#src/train/batches/fed-learner.js';
import { stepsPerCall } from '#src/train/cost/steps-per-call.js';
import { linear } from '#src/train/heads/linear.js';
import { networkObjective } from '#src/train/heads/network-objective.js';
import { byName, keysOf } from './by-name.js';
import { output } from './command-line.js';
import { median, ratio, rounds } from './paired.js';
import { here, root } from './places.js';
import { python, pythonService } from './python.js';
import { required } from './required.js';
import { networks } from './train-step-networks.js';
import { profiled, shares } from './train-step-profile.js';
import { describe } from './train-step-text.js';

/**
 * @import { Benchmark } from './types.ts'
 * @import { Runtime } from '#src/runtime/runtime.js'
 * @import { Shares } from './train-step-profile.js'
 * @import { PythonService } from './python.js'
 */

/** @typedef {keyof typeof networks} NetworkName */
/** @typedef {{ milliseconds: number, losses: number[], peakBytes: number }} Steps */
/** @typedef {ReturnType<typeof wishesOf>} Wishes */
/** @typedef {(typeof layouts)[number]} Layout */
/** @typedef {Awaited<ReturnType<typeof contest>> & { operators?: Shares }} Figure */
/** @typedef {Partial<Record<NetworkName, Figure>>} Figures */
/** @typedef {Awaited<ReturnType<typeof peaks>>} Peaks */

const classes = 10;
const rate = 1e-3;
/** Of one round, on either side. */
const timedSteps = 8;
/** Steps that one of our calls takes at the most. */
const mostAtOnce = 16;
const stepsForMemory = 5;
/** So many steps from the same beginning must give the same losses; later ones drift apart by rounding. */
const comparedSteps = 3;
const layouts = /** @type {const} */ (['contiguous', 'channels_last']);
/**
 * The network whose memory is measured.
 * @type {NetworkName}
 */
const largest = 'c';

// A process of its own measures memory: the peak is that of a process.
if (process.argv[1] === here('train-step.js')) await printPeak();

/**
 * One step of training (forward, backward, AdamW) of five networks, against PyTorch in the faster of its layouts; and
 * the peak memory of the largest. `options`: letters of networks, `--threads N`, `--rounds N`, `--warm-up STEPS`,
 * `--profile`.
 * @type {Benchmark}
 */
export async function benchmark({ folder, options, note }) {
  const wishes = wishesOf(options);
  /** @type {Figures} */
  const figures = {};
  for (const name of wishes.names) {
    note(`${name}, ${networks[name].about} ...`);
    const figure = await contest(name, wishes, folder);
    figures[name] = wishes.profile ? { ...figure, operators: await operators(name, wishes, folder) } : figure;
  }
  note(wishes.names.includes(largest) ? `${largest}, peak memory ...` : 'no memory is measured');
  const measured = figures[largest];
  const memory = measured ? await peaks(largest, wishes, measured.layout, folder) : null;
  const { threads, warmUp } = wishes;
  return { figures: { threads, warmUp, networks: figures, memory }, text: describe(figures, memory) };
}

/** @param {readonly string[]} options */
function wishesOf(options) {
  /** @type {{ type: 'string' }} */
  const text = { type: 'string' };
  const { values, positionals } = parseArgs({
    args: [...options],
    allowPositionals: true,
    options: {
      threads: text,
      rounds: text,
      'warm-up': text,
      profile: { type: 'boolean' },
      'no-build': { type: 'boolean' },
    },
  });
  const unknown = positionals.find((name) => !Object.hasOwn(networks, name));
  if (unknown !== undefined) throw new Error(`there is no network ${unknown}: ${Object.keys(networks).join(', ')}`);
  const wanted = keysOf(networks).filter((name) => positionals.includes(name));
  return {
    names: wanted.length > 0 ? wanted : keysOf(networks),
    threads: Number(values.threads ?? Math.min(2, availableParallelism())),
    rounds: values.rounds === undefined ? null : Number(values.rounds),
    warmUp: Number(values['warm-up'] ?? 20),
    profile: values.profile ?? false,
  };
}

/** @param {NetworkName} name @param {Wishes} wishes @param {string} folder */
async function contest(name, { threads, warmUp, rounds: wished }, folder) {
  const ours = await ourSide(name, threads);
  const theirs = theirSide(name, threads, keptBeginning(name, ours, folder));
  const sides = { ours: ours.steps, ...byName(layouts, theirs.steps) };
  const names = keysOf(sides);
  const warm = byName(names, () => /** @type {number[]} */ ([]));
  for (const side of names) warm[side] = (await sides[side](warmUp)).losses;
  const timed = byName(names, (side) => async () => (await sides[side](timedSteps)).milliseconds / timedSteps);
  const results = await rounds(timed, wished ?? networks[name].rounds);
  const counts = { ours: ours.parameters, theirs: await theirs.parameters() };
  await Promise.all([ours.dispose(), theirs.close()]);
  check(name, warm, counts);
  const layout = layouts.reduce((best, next) => (median(results[next]) < median(results[best]) ? next : best));
  return {
    parameters: counts.ours,
    milliseconds: byName(names, (side) => median(results[side])),
    layout,
    ratio: ratio(results[layout], results.ours),
    rounds: results.ours.length,
    losses: byName(names, (side) => [warm[side][0], warm[side].at(-1)]),
  };
}

/**
 * That both sides learn the same: the same number of parameters, and from the same beginning the same losses.
 * @param {NetworkName} name
 * @param {Record<string, number[]>} warm
 * @param {{ ours: number, theirs: number }} parameters
 */
function check(name, warm, { ours, theirs }) {
  if (ours !== theirs) throw new Error(`${name}: ${ours} parameters here and ${theirs} in PyTorch`);
  const [own, ...others] = Object.values(warm).map((losses) => losses.slice(0, comparedSteps));
  for (const [step, loss] of own.entries()) {
    const furthest = Math.max(...others.map((losses) => Math.abs(losses[step] / loss - 1)));
    if (!(furthest < 1e-3)) throw new Error(`${name}: losses of ${[own, ...others].map(String).join(' and ')}`);
  }
}

/**
 * A learner of the product, and a batch in memory that it learns again and again.
 * @param {NetworkName} name
 * @param {number} threads
 * @param {Runtime} [runtime]
 */
async function ourSide(name, threads, runtime = nodeRuntime) {
  const { batch, shape, make } = networks[name];
  const network = make(shape);
  const dimensions = Number(network.output.shape.at(-1));
  const head = linear({ dimensions, classes, logitScale: 1, initial: null, random: random(0, 'head') });
  const objective = networkObjective({ network, head, loss: crossEntropy(), optimizer: adamW() });
  const atOnce = stepsPerCall(objective);
  const sample = drawn(batch, shape);
  const types = Object.fromEntries(
    Object.entries(sample).map(([key, { type, shape: size }]) => [key, { type, shape: size }]),
  );
  const learner = await fedLearner(objective, { types, batch: async () => sample }, runtime, { threads });
  let state = learner.initial;
  let before = 0;
  const call = async (/** @type {number} */ count) => {
    const rates = Array(count).fill(rate);
    const learned = await learner.learn(state, { before, learningRates: rates, total: Number.MAX_SAFE_INTEGER });
    state = learned.state;
    before += count;
    return [...learned.losses];
  };
  const steps = async (/** @type {number} */ count) => {
    const begin = performance.now();
    /** @type {number[]} */
    const losses = [];
    while (losses.length < count) losses.push(...(await call(Math.min(atOnce, count - losses.length))));
    return { milliseconds: performance.now() - begin, losses };
  };
  const parameters = objective.parameters.reduce((sum, each) => sum + numberCount(each), 0);
  const weights = objective.parameters.map(initialNumbers);
  return { parameters, weights, images: sample.images.data, steps, dispose: learner.dispose };
}

/** @param {number} batch @param {readonly number[]} shape */
function drawn(batch, shape) {
  const { normal } = random(0, 'train-step batch');
  const images = new Float32Array(shape.reduce((product, size) => product * size, batch)).map(normal);
  return { images: floatTensor(images, [batch, ...shape]), labels: indexTensor(evenLabels(batch)) };
}

/** @param {number} count */
function evenLabels(count) {
  return Array.from({ length: count }, (_, i) => i % classes);
}

/**
 * A folder with where a network begins and with its batch, for PyTorch.
 * @param {NetworkName} name
 * @param {Pick<Awaited<ReturnType<typeof ourSide>>, 'weights' | 'images'>} ours
 * @param {string} folder
 */
function keptBeginning(name, { weights, images }, folder) {
  const own = join(folder, name);
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, 'weights'), Buffer.concat(weights.map((each) => new Uint8Array(each.buffer))));
  writeFileSync(join(own, 'images'), images);
  return own;
}

/**
 * PyTorch in a process of its own.
 * @param {NetworkName} name
 * @param {number} threads
 * @param {string} beginning
 */
function theirSide(name, threads, beginning) {
  const { batch, shape } = networks[name];
  const interpreter = python('torch', join(root, 'models', 'convert', 'requirements.txt'));
  const parameters = [name, JSON.stringify([batch, ...shape]), `${rate}`, `${threads}`, beginning];
  /** @type {PythonService<Steps, { parameters: number }>} */
  const { ready, ask, close } = pythonService(interpreter, here('train_step_peer.py'), parameters);
  return {
    steps: (/** @type {Layout} */ layout) => async (/** @type {number} */ steps) => {
      await ready;
      return ask({ layout, steps });
    },
    parameters: async () => (await ready).parameters,
    close,
  };
}

/**
 * Peak memory of each side alone in a fresh process, in bytes.
 * @param {NetworkName} name
 * @param {Wishes} wishes
 * @param {Layout} layout
 * @param {string} folder
 */
async function peaks(name, { threads }, layout, folder) {
  const ours = Number(await output(process.execPath, [here('train-step.js'), name, `${threads}`]));
  const { steps, close } = theirSide(name, threads, join(folder, name));
  const { peakBytes: theirs } = await steps(layout)(stepsForMemory);
  await close();
  return { network: name, steps: stepsForMemory, layout, ours, theirs, ratio: ours / theirs };
}

async function printPeak() {
  const [, , wanted, threads] = process.argv;
  const name = required(
    keysOf(networks).find((each) => each === wanted),
    wanted,
  );
  const { steps } = await ourSide(name, Number(threads));
  await steps(stepsForMemory);
  // Not getrusage's figure, which a process inherits from the one that started it.
  const [, kilobytes] = required(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8')), 'peak');
  console.log(1024 * Number(kilobytes));
}

/**
 * Each kind of operator's share of the time that ONNX Runtime spends in operators, in the second of two calls.
 * @param {NetworkName} name
 * @param {Wishes} wishes
 * @param {string} folder
 */
async function operators(name, { threads }, folder) {
  const prefix = `profile-${name}`;
  const { runtime, finish } = await profiled(join(folder, prefix));
  const { steps, dispose } = await ourSide(name, threads, runtime);
  await steps(2 * mostAtOnce);
  finish();
  await dispose();
  const file = required(
    readdirSync(folder).find((each) => each.startsWith(prefix)),
    'profile',
  );
  return shares(JSON.parse(readFileSync(join(folder, file), 'utf8')));
}
