import { table } from '#src/cli/text/table.js';
import { keysOf } from './by-name.js';
import { ratioInWords } from './paired.js';
import { networks } from './train-step-networks.js';

/**
 * @import { Column } from '#src/cli/text/table.js'
 * @import { Figure, Figures, NetworkName, Peaks } from './train-step.js'
 * @import { Shares } from './train-step-profile.js'
 */

/** @type {Column[]} */
const columns = [
  'network',
  'batch',
  'parameters',
  'discern, ms',
  'PyTorch, ms',
  'its layout',
  'discern is so many times as fast',
].map((head, i) => ({ head, align: i > 0 && i < 5 ? 'right' : 'left' }));

/**
 * The figures as a table, shares of operators where they were measured, and the peak memory.
 * @param {Figures} figures
 * @param {Peaks | null} memory
 */
export function describe(figures, memory) {
  const measured = keysOf(networks).flatMap((name) => (figures[name] ? [{ name, ...figures[name] }] : []));
  const parts = [table(columns, measured.map(line))];
  for (const { name, operators: found } of measured) if (found) parts.push(told(name, found));
  if (memory) {
    const { network, ours, theirs, ratio: factor, steps } = memory;
    const [mine, other] = [ours, theirs].map((bytes) => (bytes / 1e6).toFixed(0));
    parts.push(
      `peak memory of (${network}) in ${steps} steps: ${mine} MB, PyTorch ${other} MB: ${factor.toFixed(2)} times`,
    );
  }
  return parts.join('\n\n');
}

/** @param {{ name: NetworkName } & Figure} figure */
function line({ name, parameters, milliseconds, layout, ratio: versus }) {
  const { about, batch } = networks[name];
  const times = [milliseconds.ours, milliseconds[layout]].map((value) => value.toFixed(1));
  return [`(${name}) ${about}`, `${batch}`, `${parameters}`, ...times, layout, ratioInWords(versus)];
}

/**
 * Operators that take a hundredth of the time and more.
 * @param {NetworkName} name
 * @param {Shares} found
 */
function told(name, found) {
  const great = Object.entries(found).filter(([, share]) => share >= 0.01);
  return `(${name}) ${great.map(([operator, share]) => `${operator} ${(100 * share).toFixed(0)} %`).join(', ')}`;
}
