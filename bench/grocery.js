import { join } from 'node:path';
import { table } from '../dist/src/cli/table.js';
import { discern } from './command-line.js';
import { grocery } from './places.js';

/** Both approaches fitted on grocery's train part alone and scored once on its val part, without any flag. */
export async function benchmark({ folder, note }) {
  const bundle = join(folder, 'bundle');
  note('fitting ...');
  const fitted = await discern(['fit', grocery.train, '--out', bundle]);
  note('evaluating ...');
  const { samples, seen, classifier, gallery } = await discern(['evaluate', bundle, grocery.val]);
  const figures = { samples, seen, classifier, gallery, chosen: fitted.chosen, fitSeconds: fitted.seconds };
  return { figures, text: table(columns, [line('classifier', classifier), line('gallery', gallery)]) };
}

const columns = [{ head: 'approach' }, { head: 'accuracy', align: 'right' }, { head: '95 % interval', align: 'right' }];

function line(name, { accuracy, interval }) {
  return [name, accuracy.toFixed(3), interval.map((end) => end.toFixed(3)).join(' to ')];
}
