import { shellLine } from '../node/shell-word.ts';

/** A Discern command with its arguments, quoted for a shell; `--` precedes arguments that look like options. */
export function commandLine(command: string, ...words: readonly string[]): string {
  const ended = words.some((word) => word.startsWith('-')) ? ['--'] : [];
  return shellLine(['discern', command, ...ended, ...words]);
}
