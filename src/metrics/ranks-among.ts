/**
 * Rank, from 1, of each relevant entry among all entries, most similar first; on ties the others rank first.
 * `relevant` and `others` are similarities in descending order. If `others` holds only the K largest, ranks up to K are
 * exact and all others lie beyond K.
 */
export function ranksAmong(relevant: ArrayLike<number>, others: ArrayLike<number>): Int32Array {
  const ranks = new Int32Array(relevant.length);
  let ahead = 0;
  for (let j = 0; j < relevant.length; j++) {
    while (ahead < others.length && others[ahead] >= relevant[j]) ahead++;
    ranks[j] = j + 1 + ahead;
  }
  return ranks;
}
