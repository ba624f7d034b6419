import { shellLine } from '../node/shell-word.ts';

/** A command of ours, with its arguments, that can be pasted into a shell; arguments that look like options stay arguments. */
export function commandLine(command: string, ...words: readonly string[]): string {
  const ended = words.some((word) => word.startsWith('-')) ? ['--'] : [];
  return shellLine(['discern', command, ...ended, ...words]);
}
