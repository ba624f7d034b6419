/** @import { Column } from '#src/cli/text/table.js' */

/**
 * Columns of numbers: they stand right.
 * @param {readonly string[]} heads
 * @returns {Column[]}
 */
export function numberColumns(...heads) {
  return heads.map((head) => ({ head, align: 'right' }));
}
