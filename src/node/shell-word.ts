/** Words as a line that can be pasted into a shell. */
export function shellLine(words: readonly string[]): string {
  return words.map((word) => shellWord(word)).join(' ');
}

/** A text as one word of a command line, to be pasted into a shell: quoted where it has to be. */
export function shellWord(text: string, platform: string = process.platform): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  if (platform === 'win32') return `"${text}"`;
  return `'${text.replaceAll("'", "'\\''")}'`;
}
