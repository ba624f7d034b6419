import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { here } from './places.js';

/**
 * A service that answers with T. `ready`: its first line.
 * @template T, [R=unknown]
 * @typedef {{ ready: Promise<R>, ask: (request: object) => Promise<T>, close: () => Promise<unknown> }} PythonService
 */

/**
 * Path of a Python that has what `requirements` pins, in a virtual environment that is made on first use.
 * @param {string} name
 * @param {string} requirements
 */
export function python(name, requirements) {
  const folder = here(join('.venv', name));
  const stamp = join(folder, 'requirements.sha256');
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
    console.error(`bench: making a virtual environment from ${requirements} ...`);
    rmSync(folder, { recursive: true, force: true });
    step('python3', ['-m', 'venv', folder]);
    step(join(folder, 'bin', 'pip'), ['install', '--quiet', '--requirement', requirements]);
    writeFileSync(stamp, wanted);
  }
  return join(folder, 'bin', 'python');
}

/** The Python of most peers: Pillow, NumPy, ONNX Runtime. */
export function peerPython() {
  return python('onnxruntime', here('requirements.txt'));
}

/**
 * A Python script that stays and answers one line of JSON with one line of JSON. `ready` settles once it has printed
 * its first line.
 * @template T, [R=unknown]
 * @param {string} interpreter
 * @param {string} script
 * @param {readonly string[]} parameters
 * @returns {PythonService<T, R>}
 */
export function pythonService(interpreter, script, parameters) {
  const child = spawn(interpreter, [script, ...parameters], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${script} ended`);
    return JSON.parse(value);
  };
  const ended = new Promise((resolve) => child.once('exit', resolve));
  return {
    ready: next(),
    ask: (/** @type {object} */ request) => {
      child.stdin.write(`${JSON.stringify(request)}\n`);
      return next();
    },
    close: () => {
      child.stdin.end();
      return ended;
    },
  };
}

/** @param {string} command @param {readonly string[]} parameters */
function step(command, parameters) {
  const { status, error } = spawnSync(command, parameters, { stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error(`${command} ${parameters.join(' ')} failed: ${error?.message ?? status}`);
}
