import { basename, extname, join } from 'node:path';
import { table } from '#src/cli/text/table.js';
import { mean } from '#src/metrics/mean.js';
import { classesIn, embeddedRows, writeList } from './class-lists.js';
import { discern, passedOn } from './command-line.js';
import { keptResults, sourcesHash } from './kept-results.js';
import { nearest } from './nearest.js';
import { numberColumns } from './number-columns.js';
import { emoji } from './places.js';

/**
 * @import { Benchmark, EmbeddedRow, Trained } from './types.ts'
 * @import { Column } from '#src/cli/text/table.js'
 */

const seed = 0;
const minutes = 20;
const vendors = ['noto', 'twemoji'];
/** Of the emoji that are learned, every so many judge instead. */
const judging = 6;

/**
 * The same emoji across vendors: of the classes in code-point order the even ones are learned (every sixth of them
 * heldOut, and chooses the epoch), the odd ones scored. Each picture of one vendor looks for its like among all of
 * another's. The default backbone as it is, and fine-tuned in 20 minutes with the preset for signs, which mirrors
 * nothing. Options go to `discern train`.
 * @type {Benchmark}
 */
export async function benchmark({ folder, options, note }) {
  const kept = keptResults('emoji', `${sourcesHash()} ${passedOn(options).join(' ')}`, options);
  const classes = classesIn(emoji);
  const scored = writeList(
    join(folder, 'scored.csv'),
    classes.filter((_, i) => i % 2 === 1).map((each) => ({ ...each, part: 'test' })),
  );
  const learned = writeList(
    join(folder, 'learned.csv'),
    classes
      .filter((_, i) => i % 2 === 0)
      .map((each, i) => ({ ...each, part: i % judging === judging - 1 ? 'val' : 'train' })),
  );
  const frozen = await kept('frozen', async () => found(await embeddedRows(scored, [], folder)));
  const tuned = await kept('tuned', async () => {
    note(`training, ${minutes} minutes ...`);
    const out = join(folder, 'tuned.onnx');
    const wishes = ['--preset', 'documents', '--minutes', `${minutes}`, '--seed', `${seed}`, ...passedOn(options)];
    /** @type {Trained} */
    const { plan, validation, whitening, seconds } = await discern(['train', learned, '--out', out, ...wishes]);
    const rows = await embeddedRows(scored, ['--backbone', out], folder);
    return { ...found(rows), loss: plan.loss, stages: plan.stages, validation, whitening, seconds };
  });
  const line = (/** @type {string} */ name, /** @type {ReturnType<typeof found>} */ { there, back }) => [
    name,
    there.toFixed(3),
    back.toFixed(3),
  ];
  return {
    figures: { seed, minutes, frozen, tuned },
    text: table(columns, [line('frozen', frozen), line('fine-tuned', tuned)]),
  };
}

/**
 * Recall@1 of one vendor's pictures among the other's, there and back; pictures without their like there do not ask.
 * @param {readonly EmbeddedRow[]} rows
 */
function found(rows) {
  const [first, second] = vendors.map((vendor) => rows.filter(({ path }) => basename(path, extname(path)) === vendor));
  return { there: recall(first, second), back: recall(second, first) };
}

/** @param {readonly EmbeddedRow[]} asking @param {readonly EmbeddedRow[]} asked */
function recall(asking, asked) {
  const present = new Set(asked.map(({ label }) => label));
  const vectors = asked.map(({ vector }) => vector);
  return mean(
    asking
      .filter(({ label }) => present.has(label))
      .map(({ label, vector }) => (asked[nearest(vector, vectors)].label === label ? 1 : 0)),
  );
}

/** @type {Column[]} */
const columns = [{ head: 'network' }, ...numberColumns('noto to twemoji', 'twemoji to noto')];
