import { join } from 'node:path';
import { DiscernError } from '../base/error.ts';
import { cacheFolder } from '../node/cache-folder.ts';
import { type Catalogue, commands } from './commands/catalogue.ts';
import type { Outcome } from './commands/command.ts';
import type { Context, Output, World } from './context.ts';
import { reportFailure, stopCode } from './failure.ts';
import { type Request, readCommandLine } from './program.ts';
import { type ProgressLine, progressLine } from './progress-line.ts';

/** Runs one command line (without the program's name) and gives its exit code: 0, 1, 2 or 130. */
export async function run(argv: readonly string[], world: World, catalogue: Catalogue = commands): Promise<number> {
  const printed: string[] = [];
  try {
    const request = await readCommandLine(argv, catalogue, (text) => printed.push(text), world.stdout.columns);
    await world.stdout.write(printed.join(''));
    const code = request === null ? 0 : await carryOut(request, world);
    requireArrived(world.stdout);
    return code;
  } catch (thrown) {
    return reportFailure(thrown, asksForJson(argv), world);
  }
}

/** Whether failures go out as JSON, also where the command line cannot be read. */
export function asksForJson(argv: readonly string[]): boolean {
  return argv.includes('--json');
}

async function carryOut({ command, input, given }: Request, world: World): Promise<number> {
  if (world.cwd === null && Object.keys(command.arguments).length > 0) throw noWorkingFolder();
  const line = given.quiet ? silent : progressLine(world.stderr);
  try {
    const outcome = await command.run(input, contextOf(given, world, line));
    line.clear();
    await print(outcome, given.json, world);
    return stopCode(world.signal) ?? outcome.exitCode ?? 0;
  } finally {
    line.clear();
  }
}

/** A reader that has left has what it wants. Throws `disk` where results were lost otherwise. */
function requireArrived({ lost }: Output): void {
  const loss = lost?.() ?? null;
  if (loss !== null && !loss.isReaderGone) throw loss.error;
}

/** Node starts no thread there, and no relative path leads anywhere. */
function noWorkingFolder(): DiscernError {
  return new DiscernError('not-found', 'the working folder was removed', {
    given: 'a working folder that is not there any more',
    expected: 'one that is there',
    todo: 'go to another folder (cd), and repeat',
  });
}

const silent: ProgressLine = { progress: () => {}, clear: () => {} };

function contextOf(given: Request['given'], whole: World, { progress, clear }: ProgressLine): Context {
  const { cores, platform, cwd, home, temporary, ...world } = whole;
  const { json, quiet, seed, cache } = given;
  // Each thread keeps one core busy: more bring nothing, and take memory each.
  const threadsGiven = given.threads && Math.min(given.threads, cores);
  const warn = (message: string) => {
    if (quiet) return;
    clear();
    void world.stderr.write(`discern: ${message}\n`);
  };
  const known = cacheFolder(world.environment, platform, home);
  const folder = known ?? join(temporary, 'discern');
  const folders = {
    cacheFolder: folder,
    embeddingsFolder: join(folder, 'embeddings'),
    modelsFolder: join(folder, 'models'),
    trainingFolder: join(folder, 'training'),
  };
  return {
    ...world,
    cwd: cwd ?? temporary,
    json,
    quiet,
    seed,
    threads: threadsGiven ?? cores,
    threadsGiven,
    cacheEnabled: cache && known !== null,
    cacheHasNoFolder: cache && known === null,
    ...folders,
    progress,
    warn,
  };
}

async function print({ json, text }: Outcome, asJson: boolean, { stdout }: World): Promise<void> {
  if (asJson && json !== undefined) await stdout.write(`${JSON.stringify(json, null, 2)}\n`);
  if (!asJson && text !== undefined) await stdout.write(`${text}\n`);
}
