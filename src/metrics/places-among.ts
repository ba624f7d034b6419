/**
 * The place, from 1, of each relevant entry in the list of all, most similar first, behind its equals. `relevant` and
 * `others` descend. Where `others` are only the K largest of more, places up to K are right and the rest lie beyond K.
 */
export function placesAmong(relevant: ArrayLike<number>, others: ArrayLike<number>): Int32Array {
  const places = new Int32Array(relevant.length);
  let ahead = 0;
  for (let j = 0; j < relevant.length; j++) {
    while (ahead < others.length && others[ahead] >= relevant[j]) ahead++;
    places[j] = j + 1 + ahead;
  }
  return places;
}
