/** The first ten of many things, for a sentence: `a, b and 12 more`. */
export function firstFew(things: readonly string[]): string {
  const shown = things.slice(0, 10).join(', ');
  return things.length > 10 ? `${shown} and ${things.length - 10} more` : shown;
}

/** A number with its noun: `1 picture`, `3 pictures`; `plural` where an s does not do. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}
