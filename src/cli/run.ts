import { join } from 'node:path';
import { DiscernError } from '../base/error.ts';
import { cacheFolder } from '../node/embedding/cache-folder.ts';
import { asStarted, todosAsStarted } from './as-started.ts';
import { type Catalogue, commands } from './commands/catalogue.ts';
import type { Outcome } from './commands/command.ts';
import type { Context, Output, World } from './context.ts';
import { reportFailure, stopCode } from './failure.ts';
import { type Request, readCommandLine } from './program.ts';
import { type ProgressLine, progressLine } from './progress/progress-line.ts';
import { widthOf, wrapText } from './text/wrap-text.ts';

/** Runs one command line (without the program's name) and returns its exit code: 0, 1, 2 or 130. */
export async function run(argv: readonly string[], world: World, catalogue: Catalogue = commands): Promise<number> {
  const printed: string[] = [];
  try {
    const request = await readCommandLine(argv, catalogue, (text) => printed.push(text), world.stdout.columns);
    await world.stdout.write(wrapText(asStarted(printed.join(''), world.program), widthOf(world.stdout)));
    const code = request === null ? 0 : await carryOut(request, world);
    requireArrived(world.stdout);
    return code;
  } catch (thrown) {
    return reportFailure(thrown, asksForJson(argv), world);
  }
}

/** Whether errors are printed as JSON, even if the command line cannot be parsed. */
export function asksForJson(argv: readonly string[]): boolean {
  return argv.includes('--json');
}

async function carryOut({ command, input, given }: Request, world: World): Promise<number> {
  if (world.cwd === null && Object.keys(command.arguments).length > 0) throw noWorkingFolder();
  const line = given.quiet ? silent : progressLine(world.stderr, undefined, world.startTicker);
  const ticking = setInterval(line.tick, tickEveryMs).unref();
  try {
    const outcome = await command.run(input, contextOf(given, world, line));
    line.clear();
    await print(outcome, given.json, world);
    return stopCode(world.signal) ?? outcome.exitCode ?? 0;
  } finally {
    clearInterval(ticking);
    line.clear();
  }
}

/** How often the progress line is checked. */
const tickEveryMs = 500;

const silent: ProgressLine = { progress: () => {}, tick: () => {}, clear: () => {} };

/** Throws `disk` if results were lost, unless the reader has closed the pipe. */
function requireArrived({ lost }: Output): void {
  const loss = lost?.() ?? null;
  if (loss !== null && !loss.isReaderGone) throw loss.error;
}

/** Without a working folder Node starts no thread, and relative paths have no meaning. */
function noWorkingFolder(): DiscernError {
  return new DiscernError('not-found', 'the working folder was removed', {
    given: 'a working folder that no longer exists',
    expected: 'an existing working folder',
    todo: 'go to another folder (cd), and repeat the command',
  });
}

function contextOf(given: Request['given'], whole: World, { progress, clear }: ProgressLine): Context {
  const { cores, platform, cwd, home, temporary, startTicker, ...world } = whole;
  const { json, quiet, seed, cache } = given;
  // Each thread keeps one core busy; more threads only take memory.
  const threadsGiven = given.threads && Math.min(given.threads, cores);
  const warn = (message: string) => {
    if (quiet) return;
    clear();
    void world.stderr.write(`${wrapText(`discern: ${asStarted(message, world.program)}`, widthOf(world.stderr))}\n`);
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
    width: widthOf(world.stdout),
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

async function print({ json, text }: Outcome, asJson: boolean, { stdout, program }: World): Promise<void> {
  if (asJson && json !== undefined) await stdout.write(`${JSON.stringify(todosAsStarted(json, program), null, 2)}\n`);
  if (!asJson && text !== undefined) await stdout.write(`${wrapText(asStarted(text, program), widthOf(stdout))}\n`);
}
