import { spawn } from 'node:child_process';
import { cli } from './places.js';

/**
 * Runs `discern` with these parameters and gives what it printed, read as JSON. Throws what it said where it failed.
 * @template T
 * @param {readonly string[]} parameters
 * @param {{ before?: readonly string[], environment?: NodeJS.ProcessEnv }} [how]
 * @returns {Promise<T>}
 */
export async function discern(parameters, { before = [], environment = {} } = {}) {
  return JSON.parse(await output(process.execPath, [...before, cli, ...parameters, '--json', '--quiet'], environment));
}

/**
 * What a program prints; rejects with what it wrote to standard error where it ends with anything but 0.
 * @param {string} program
 * @param {readonly string[]} parameters
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Promise<string>}
 */
export function output(program, parameters, environment = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, { env: { ...process.env, ...environment } });
    const written = { stdout: '', stderr: '' };
    for (const name of /** @type {const} */ (['stdout', 'stderr']))
      child[name].setEncoding('utf8').on('data', (/** @type {string} */ text) => {
        written[name] += text;
      });
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(written.stdout);
      else
        reject(new Error(`${program} ${parameters.join(' ')} ended with ${code}: ${written.stderr || written.stdout}`));
    });
  });
}

/**
 * Options of a benchmark that are not its own but go to the command that it measures.
 * @param {readonly string[]} options
 */
export function passedOn(options) {
  return options.filter((option) => option !== '--fresh' && option !== '--no-build');
}
