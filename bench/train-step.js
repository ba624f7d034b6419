import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { random } from '../dist/src/base/random.js';
import { table } from '../dist/src/cli/table.js';
import { crossEntropy } from '../dist/src/losses/cross-entropy.js';
import { nodeRuntime, runtimeLibrary } from '../dist/src/node/runtime.js';
import { floatTensor, indexTensor } from '../dist/src/runtime/tensors.js';
import { adamW } from '../dist/src/steps/optimizers/adam-w.js';
import { fedLearner } from '../dist/src/train/batches/fed-learner.js';
import { stepsPerCall } from '../dist/src/train/cost/steps-per-call.js';
import { linear } from '../dist/src/train/heads/linear.js';
import { networkObjective } from '../dist/src/train/heads/network-objective.js';
import { output } from './command-line.js';
import { median, ratio, rounds } from './paired.js';
import { here, root } from './places.js';
import { python, pythonService } from './python.js';
import { networks } from './train-step-networks.js';

const classes = 10;
const learningRate = 1e-3;
/** As in training: the state is copied seldom. */
/** Of one round, on either side. */
const timedSteps = 8;
/** Steps that one of our calls takes at the most. */
const mostAtOnce = 16;
const stepsForMemory = 5;
/** So many steps from the same beginning must give the same losses; later ones drift apart by rounding. */
const comparedSteps = 3;
const layouts = ['contiguous', 'channels_last'];
/** The network whose memory is measured. */
const largest = 'c';

// A process of its own measures memory: the peak is that of a process.
if (process.argv[1] === here('train-step.js')) console.log(await ownPeak(process.argv[2], Number(process.argv[3])));

/**
 * One step of training (forward, backward, AdamW) of five networks, against PyTorch in the faster of its layouts; and the
 * peak memory of the largest. `options`: letters of networks, `--threads N`, `--rounds N`, `--warm-up STEPS`, `--profile`.
 */
export async function benchmark({ folder, options, note }) {
  const wishes = wishesOf(options);
  const figures = {};
  for (const name of wishes.names) {
    note(`${name}, ${networks[name].about} ...`);
    figures[name] = await contest(name, wishes, folder);
    if (wishes.profile) figures[name].operators = await operators(name, wishes, folder);
  }
  note(wishes.names.includes(largest) ? `${largest}, peak memory ...` : 'no memory is measured');
  const memory = largest in figures ? await peaks(largest, wishes, figures[largest].layout, folder) : null;
  const { threads, warmUp } = wishes;
  return { figures: { threads, warmUp, networks: figures, memory }, text: describe(figures, memory) };
}

function wishesOf(options) {
  const text = { type: 'string' };
  const { values, positionals } = parseArgs({
    args: options,
    allowPositionals: true,
    options: {
      threads: text,
      rounds: text,
      'warm-up': text,
      profile: { type: 'boolean' },
      'no-build': { type: 'boolean' },
    },
  });
  const names = positionals.length > 0 ? positionals : Object.keys(networks);
  const unknown = names.find((name) => !Object.hasOwn(networks, name));
  if (unknown !== undefined) throw new Error(`there is no network ${unknown}: ${Object.keys(networks).join(', ')}`);
  return {
    names,
    threads: Number(values.threads ?? Math.min(2, availableParallelism())),
    rounds: values.rounds && Number(values.rounds),
    warmUp: Number(values['warm-up'] ?? 20),
    profile: values.profile ?? false,
  };
}

async function contest(name, { threads, warmUp, rounds: wished }, folder) {
  const ours = await ourSide(name, threads);
  const theirs = theirSide(name, threads, keptBeginning(name, ours, folder));
  const sides = { ours: ours.steps, ...Object.fromEntries(layouts.map((layout) => [layout, theirs.steps(layout)])) };
  const warm = {};
  for (const [side, steps] of Object.entries(sides)) warm[side] = await steps(warmUp);
  const timed = Object.entries(sides).map(([side, steps]) => [
    side,
    async () => (await steps(timedSteps)).milliseconds / timedSteps,
  ]);
  const results = await rounds(Object.fromEntries(timed), wished ?? networks[name].rounds);
  const counts = { ours: ours.parameters, theirs: await theirs.parameters() };
  await Promise.all([ours.dispose(), theirs.close()]);
  check(name, warm, counts);
  const layout = layouts.reduce((best, next) => (median(results[next]) < median(results[best]) ? next : best));
  return {
    parameters: counts.ours,
    milliseconds: Object.fromEntries(Object.entries(results).map(([side, values]) => [side, median(values)])),
    layout,
    ratio: ratio(results[layout], results.ours),
    rounds: results.ours.length,
    losses: Object.fromEntries(Object.entries(warm).map(([side, { losses }]) => [side, [losses[0], losses.at(-1)]])),
  };
}

/** That both sides learn the same: the same number of parameters, and from the same beginning the same losses. */
function check(name, warm, { ours, theirs }) {
  if (ours !== theirs) throw new Error(`${name}: ${ours} parameters here and ${theirs} in PyTorch`);
  const [own, ...others] = Object.values(warm).map(({ losses }) => losses.slice(0, comparedSteps));
  for (const [step, loss] of own.entries()) {
    const furthest = Math.max(...others.map((losses) => Math.abs(losses[step] / loss - 1)));
    if (!(furthest < 1e-3)) throw new Error(`${name}: losses of ${[own, ...others].map(String).join(' and ')}`);
  }
}

/** A learner of the product, and a batch in memory that it learns again and again. */
async function ourSide(name, threads, runtime = nodeRuntime) {
  const { batch, shape, make } = networks[name];
  const network = make(shape);
  const head = linear({ dimensions: network.output.shape.at(-1), classes, initial: null });
  const objective = networkObjective({ network, head, loss: crossEntropy(), optimizer: adamW() });
  const atOnce = stepsPerCall(objective);
  const sample = drawn(batch, shape);
  const types = Object.fromEntries(
    Object.entries(sample).map(([key, { type, shape: size }]) => [key, { type, shape: size }]),
  );
  const learner = await fedLearner(objective, { types, batch: async () => sample }, runtime, { threads });
  let [state, before] = [learner.initial, 0];
  const call = async (count) => {
    const learningRates = Array(count).fill(learningRate);
    const learned = await learner.learn(state, { before, learningRates, total: Number.MAX_SAFE_INTEGER });
    state = learned.state;
    before += count;
    return [...learned.losses];
  };
  const steps = async (count) => {
    const [begin, losses] = [performance.now(), []];
    while (losses.length < count) losses.push(...(await call(Math.min(atOnce, count - losses.length))));
    return { milliseconds: performance.now() - begin, losses };
  };
  const parameters = objective.parameters.reduce((sum, { initial }) => sum + initial.length, 0);
  const weights = objective.parameters.map(({ initial }) => initial);
  return { parameters, weights, images: sample.images.data, steps, dispose: learner.dispose };
}

function drawn(batch, shape) {
  const { normal } = random(0, 'train-step batch');
  const images = new Float32Array(shape.reduce((product, size) => product * size, batch)).map(normal);
  return { images: floatTensor(images, [batch, ...shape]), labels: indexTensor(evenLabels(batch)) };
}

function evenLabels(count) {
  return Array.from({ length: count }, (_, i) => i % classes);
}

/** A folder with where a network begins and with its batch, for PyTorch. */
function keptBeginning(name, { weights, images }, folder) {
  const own = join(folder, name);
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, 'weights'), Buffer.concat(weights.map((each) => new Uint8Array(each.buffer))));
  writeFileSync(join(own, 'images'), images);
  return own;
}

/** PyTorch in a process of its own. */
function theirSide(name, threads, beginning) {
  const { batch, shape } = networks[name];
  const interpreter = python('torch', join(root, 'models', 'convert', 'requirements.txt'));
  const parameters = [name, JSON.stringify([batch, ...shape]), `${learningRate}`, `${threads}`, beginning];
  const { ready, ask, close } = pythonService(interpreter, here('train_step_peer.py'), parameters);
  return {
    steps: (layout) => async (steps) => {
      await ready;
      return ask({ layout, steps });
    },
    parameters: async () => (await ready).parameters,
    close,
  };
}

/** Peak memory of each side alone in a fresh process, in bytes. */
async function peaks(name, { threads }, layout, folder) {
  const ours = Number(await output(process.execPath, [here('train-step.js'), name, `${threads}`]));
  const { steps, close } = theirSide(name, threads, join(folder, name));
  const { peakBytes: theirs } = await steps(layout)(stepsForMemory);
  await close();
  return { network: name, steps: stepsForMemory, layout, ours, theirs, ratio: ours / theirs };
}

async function ownPeak(name, threads) {
  const { steps } = await ourSide(name, threads);
  await steps(stepsForMemory);
  // Not getrusage's figure, which a process inherits from the one that started it.
  const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'));
  return 1024 * Number(kilobytes);
}

/** Each kind of operator's share of the time that ONNX Runtime spends in operators, in the second of two calls. */
async function operators(name, { threads }, folder) {
  const prefix = `profile-${name}`;
  const { runtime, finish } = await profiled(join(folder, prefix));
  const { steps, dispose } = await ourSide(name, threads, runtime);
  await steps(2 * mostAtOnce);
  finish();
  await dispose();
  const file = readdirSync(folder).find((each) => each.startsWith(prefix));
  return shares(JSON.parse(readFileSync(join(folder, file), 'utf8')));
}

/** The product's runtime with a profile of its session, which `finish` writes to a file whose name begins with `prefix`. */
async function profiled(prefix) {
  const { InferenceSession } = await runtimeLibrary();
  const create = InferenceSession.create.bind(InferenceSession);
  let session;
  const load = async (model, options) => {
    InferenceSession.create = async (bytes, given) => {
      session = await create(bytes, { ...given, enableProfiling: true, profileFilePrefix: prefix });
      return session;
    };
    return nodeRuntime.load(model, options).finally(() => {
      InferenceSession.create = create;
    });
  };
  return { runtime: { load }, finish: () => session.endProfiling() };
}

/** Operators that hold a graph tell its nodes' time too: they are left out. */
function shares(events) {
  const begin = events.findLast((event) => event.name === 'model_run').ts;
  const sums = {};
  for (const { cat, ts, dur, name, args } of events) {
    if (cat !== 'Node' || ts < begin || !name.endsWith('_kernel_time') || args.op_name === 'Scan') continue;
    sums[args.op_name] = (sums[args.op_name] ?? 0) + dur;
  }
  const all = Object.values(sums).reduce((a, b) => a + b, 0);
  const sorted = Object.entries(sums).sort(([, a], [, b]) => b - a);
  return Object.fromEntries(sorted.map(([operator, sum]) => [operator, sum / all]));
}

const columns = [
  'network',
  'batch',
  'parameters',
  'discern, ms',
  'PyTorch, ms',
  'its layout',
  'discern is so many times as fast',
].map((head, i) => ({ head, align: i > 0 && i < 5 ? 'right' : 'left' }));

function describe(figures, memory) {
  const parts = [table(columns, Object.entries(figures).map(line))];
  for (const [name, { operators: found }] of Object.entries(figures)) if (found) parts.push(reported(name, found));
  if (memory) {
    const { network, ours, theirs, ratio: factor, steps } = memory;
    const [mine, other] = [ours, theirs].map((bytes) => (bytes / 1e6).toFixed(0));
    parts.push(
      `peak memory of (${network}) in ${steps} steps: ${mine} MB, PyTorch ${other} MB: ${factor.toFixed(2)} times`,
    );
  }
  return parts.join('\n\n');
}

function line([
  name,
  {
    parameters,
    milliseconds,
    layout,
    ratio: { median: middle, least, most },
  },
]) {
  const { about, batch } = networks[name];
  const times = [milliseconds.ours, milliseconds[layout]].map((value) => value.toFixed(1));
  const versus = `${middle.toFixed(2)} (${least.toFixed(2)} to ${most.toFixed(2)})`;
  return [`(${name}) ${about}`, `${batch}`, `${parameters}`, ...times, layout, versus];
}

/** Operators that take a hundredth of the time and more. */
function reported(name, found) {
  const great = Object.entries(found).filter(([, share]) => share >= 0.01);
  return `(${name}) ${great.map(([operator, share]) => `${operator} ${(100 * share).toFixed(0)} %`).join(', ')}`;
}
