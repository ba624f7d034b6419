import { availableParallelism, homedir, tmpdir } from 'node:os';
import process from 'node:process';
import type { World } from './context.ts';
import { reportFailure } from './failure.ts';
import { processOutput } from './process-output.ts';
import { programName } from './program-name.ts';
import { startTicker } from './progress/ticker.ts';
import { asksForJson, run } from './run.ts';

const argv = process.argv.slice(2);
const world: World = {
  stdout: processOutput(process.stdout, 1),
  stderr: processOutput(process.stderr, 2),
  startTicker: () => startTicker(process.stderr.fd),
  stdin: process.stdin,
  environment: process.env,
  cwd: workingFolder(),
  signal: stopSignal(),
  cores: availableParallelism(),
  platform: process.platform,
  home: home(),
  temporary: tmpdir(),
  program: programName({
    script: process.argv[1] ?? '',
    cwd: workingFolder() ?? '/',
    environment: process.env,
    platform: process.platform,
  }),
};

process.on('uncaughtException', async (thrown) => process.exit(await reportFailure(thrown, asksForJson(argv), world)));
process.exit(await run(argv, world));

/**
 * A signal that is aborted by the first SIGINT, SIGTERM or SIGHUP; the second one ends the process at once. Its reason
 * is the exit code: 128 plus the number of the signal.
 */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  for (const [name, number] of [
    ['SIGINT', 2],
    ['SIGTERM', 15],
    ['SIGHUP', 1],
  ] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(128 + number);
      controller.abort(128 + number);
    });
  }
  return controller.signal;
}

function workingFolder(): string | null {
  try {
    return process.cwd();
  } catch {
    return null;
  }
}

/** The home folder; null if it is unknown or empty. */
function home(): string | null {
  try {
    return homedir() || null;
  } catch {
    return null;
  }
}
