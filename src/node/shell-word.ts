/** A line of words that can be pasted into a shell. */
export function shellLine(words: readonly string[]): string {
  return words.map((word) => shellWord(word)).join(' ');
}

/** A text as one word of a shell's command line, quoted where necessary. */
export function shellWord(text: string, platform: string = process.platform): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  if (platform === 'win32') return `"${text}"`;
  return `'${text.replaceAll("'", "'\\''")}'`;
}
