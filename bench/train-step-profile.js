import { nodeRuntime, runtimeLibrary } from '#src/node/runtime.js';
import { required } from './required.js';

/**
 * @import { InferenceSession } from 'onnxruntime-node'
 * @import { Runtime } from '#src/runtime/runtime.js'
 */

/** @typedef {Record<string, number>} Shares */
/** @typedef {{ name: string, cat: string, ts: number, dur: number, args: { op_name: string } }} ProfileEvent */

/**
 * The product's runtime with a profile of its session, which `finish` writes to a file whose name begins with `prefix`.
 * @param {string} prefix
 */
export async function profiled(prefix) {
  const { InferenceSession } = await runtimeLibrary();
  const create = InferenceSession.create.bind(InferenceSession);
  /** @type {InferenceSession[]} */
  const sessions = [];
  /** @type {Runtime['load']} */
  const load = async (model, options) => {
    InferenceSession.create = async (/** @type {Uint8Array} */ bytes, /** @type {object} */ given) => {
      const session = await create(bytes, { ...given, enableProfiling: true, profileFilePrefix: prefix });
      sessions.push(/** @type {InferenceSession} */ (session));
      return session;
    };
    return nodeRuntime.load(model, options).finally(() => {
      InferenceSession.create = create;
    });
  };
  return { runtime: { load }, finish: () => sessions[0].endProfiling() };
}

/**
 * Operators that hold a graph tell its nodes' time too: they are left out.
 * @param {readonly ProfileEvent[]} events
 */
export function shares(events) {
  const begin = required(
    events.findLast((event) => event.name === 'model_run'),
    'run',
  ).ts;
  /** @type {Shares} */
  const sums = {};
  for (const { cat, ts, dur, name, args } of events) {
    if (cat !== 'Node' || ts < begin || !name.endsWith('_kernel_time') || args.op_name === 'Scan') continue;
    sums[args.op_name] = (sums[args.op_name] ?? 0) + dur;
  }
  const all = Object.values(sums).reduce((a, b) => a + b, 0);
  const sorted = Object.entries(sums).sort(([, a], [, b]) => b - a);
  return Object.fromEntries(sorted.map(([operator, sum]) => [operator, sum / all]));
}
