import { join } from 'node:path';
import { table } from '#src/cli/text/table.js';
import { discern } from './command-line.js';
import { grocery } from './places.js';

/**
 * @import { Benchmark, Evaluated, Measured } from './types.ts'
 * @import { Column } from '#src/cli/text/table.js'
 */

/**
 * Both approaches fitted on grocery's train part alone and scored once on its val part, without any flag.
 * @type {Benchmark}
 */
export async function benchmark({ folder, note }) {
  const bundle = join(folder, 'bundle');
  note('fitting ...');
  /** @type {{ chosen: unknown, seconds: unknown }} */
  const fitted = await discern(['fit', grocery.train, '--out', bundle]);
  note('evaluating ...');
  /** @type {Evaluated} */
  const { samples, seen, classifier, gallery } = await discern(['evaluate', bundle, grocery.val]);
  const figures = { samples, seen, classifier, gallery, chosen: fitted.chosen, fitSeconds: fitted.seconds };
  return { figures, text: table(columns, [line('classifier', classifier), line('gallery', gallery)]) };
}

/** @type {Column[]} */
const columns = [{ head: 'approach' }, { head: 'accuracy', align: 'right' }, { head: '95 % interval', align: 'right' }];

/** @param {string} name @param {Measured} measured */
function line(name, { accuracy, interval }) {
  return [name, accuracy.toFixed(3), interval.map((end) => end.toFixed(3)).join(' to ')];
}
