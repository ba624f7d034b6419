import { takeRows } from '#src/base/matrix.js';
import { membersByValue } from '#src/data/members-by-value.js';

/**
 * @import { LabelledRows } from './types.ts'
 * @import { Random } from '#src/base/random.js'
 */

/**
 * [N], the fold of each row, 0 .. folds - 1: every class is dealt out evenly. `draw`: from `random`.
 * @param {Int32Array} labels
 * @param {number} folds
 * @param {Random} draw
 */
export function foldsOf(labels, folds, draw) {
  const foldOf = new Int32Array(labels.length);
  for (const [label, members] of membersByValue(labels))
    draw.shuffle(members).forEach((row, i) => {
      foldOf[row] = (i + label) % folds;
    });
  return foldOf;
}

/**
 * Rows to learn from and rows that are judged by, with their labels: the latter are those of `fold`.
 * @param {LabelledRows & { classes: number }} all
 * @param {Int32Array} foldOf
 * @param {number} fold
 */
export function partsOf({ embeddings, labels, classes }, foldOf, fold) {
  const part = (/** @type {(fold: number) => boolean} */ isWanted) => {
    const rows = [...labels.keys()].filter((i) => isWanted(foldOf[i]));
    return { rows, embeddings: takeRows(embeddings, rows), labels: Int32Array.from(rows, (i) => labels[i]) };
  };
  return { train: part((of) => of !== fold), val: part((of) => of === fold), classes };
}
