/** The first `most` items of a list, for a sentence: `a, b and 12 more`. */
export function firstFew(things: readonly string[], most = 10): string {
  const shown = things.slice(0, most).join(', ');
  return things.length > most ? `${shown} and ${things.length - most} more` : shown;
}
