import { join } from 'node:path';
import { cacheFolder } from '../node/cache-folder.ts';
import { type Catalogue, commands } from './commands/catalogue.ts';
import type { Outcome } from './commands/command.ts';
import type { Context, World } from './context.ts';
import { reportFailure } from './failure.ts';
import { type Request, readCommandLine } from './program.ts';
import { type ProgressLine, progressLine } from './progress-line.ts';
import { widthOf, wrapText } from './wrap-text.ts';

/** Runs one command line (without the program's name) and gives its exit code: 0, 1, 2 or 130. */
export async function run(argv: readonly string[], world: World, catalogue: Catalogue = commands): Promise<number> {
  const printed: string[] = [];
  try {
    const request = await readCommandLine(argv, catalogue, (text) => printed.push(text), world.stdout.columns);
    await world.stdout.write(wrapText(printed.join(''), widthOf(world.stdout)));
    return request === null ? 0 : await carryOut(request, world);
  } catch (thrown) {
    return reportFailure(thrown, asksForJson(argv), world);
  }
}

/** Whether failures go out as JSON, also where the command line cannot be read. */
export function asksForJson(argv: readonly string[]): boolean {
  return argv.includes('--json');
}

async function carryOut({ command, input, given }: Request, world: World): Promise<number> {
  const line = given.quiet ? silent : progressLine(world.stderr, undefined, world.startTicker);
  const ticking = setInterval(line.tick, tickEveryMs).unref();
  try {
    const outcome = await command.run(input, contextOf(given, world, line));
    line.clear();
    await print(outcome, given.json, world);
    return world.signal.aborted ? 130 : (outcome.exitCode ?? 0);
  } finally {
    clearInterval(ticking);
    line.clear();
  }
}

/** How often a stage that is silent is looked at. */
const tickEveryMs = 500;

const silent: ProgressLine = { progress: () => {}, tick: () => {}, clear: () => {} };

function contextOf(given: Request['given'], whole: World, { progress, clear }: ProgressLine): Context {
  const { cores, platform, home, startTicker, ...world } = whole;
  const { json, quiet, seed, threads = cores, cache: cacheEnabled } = given;
  const warn = (message: string) => {
    if (quiet) return;
    clear();
    void world.stderr.write(`${wrapText(`discern: ${message}`, widthOf(world.stderr))}\n`);
  };
  const folder = cacheFolder(world.environment, platform, home);
  const folders = {
    cacheFolder: folder,
    embeddingsFolder: join(folder, 'embeddings'),
    modelsFolder: join(folder, 'models'),
    trainingFolder: join(folder, 'training'),
  };
  return {
    ...world,
    width: widthOf(world.stdout),
    json,
    quiet,
    seed,
    threads,
    threadsGiven: given.threads,
    cacheEnabled,
    ...folders,
    progress,
    warn,
  };
}

async function print({ json, text }: Outcome, asJson: boolean, { stdout }: World): Promise<void> {
  if (asJson && json !== undefined) await stdout.write(`${JSON.stringify(json, null, 2)}\n`);
  if (!asJson && text !== undefined) await stdout.write(`${wrapText(text, widthOf(stdout))}\n`);
}
