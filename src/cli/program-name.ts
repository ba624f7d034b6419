import { basename, delimiter, dirname, isAbsolute, relative, resolve } from 'node:path';
import { shellWord } from '../node/shell-word.ts';

/** How a process was started. */
export type Start = {
  /** The script that Node runs, absolute; a link is not followed. */
  readonly script: string;
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
};

/**
 * The words that start Discern here: `discern` if the shell finds it, `npx discern` if npm does, otherwise `node` with
 * the path of the script. Hints begin with them, so that they can be pasted.
 */
export function programName({ script, cwd, environment, platform }: Start): string {
  const installed = /^(.*?)[\\/]node_modules[\\/]/.exec(script);
  if (installed && environment.npm_command !== undefined) return 'npx discern';
  if (isOnPath(environment._, environment) || isOnPath(script, environment)) return 'discern';
  if (installed) return isWithin(cwd, installed[1]) ? 'npx discern' : 'discern';
  const path = isWithin(script, cwd) ? relative(cwd, script) : script;
  return script.endsWith('.js') ? `node ${shellWord(path, platform)}` : shellWord(path, platform);
}

/** Whether a command is a file `discern` in a folder of PATH. */
function isOnPath(command: string | undefined, { PATH = '' }: Start['environment']): boolean {
  if (command === undefined || !/^discern(\.cmd|\.exe)?$/i.test(basename(command))) return false;
  return PATH.split(delimiter).some((folder) => folder !== '' && resolve(folder) === dirname(command));
}

function isWithin(path: string, folder: string): boolean {
  const inside = relative(folder, path);
  return !isAbsolute(inside) && inside.split(/[\\/]/)[0] !== '..';
}
