import { availableParallelism, homedir } from 'node:os';
import process from 'node:process';
import type { WriteStream } from 'node:tty';
import type { Output, World } from './context.ts';
import { reportFailure } from './failure.ts';
import { asksForJson, run } from './run.ts';
import { startTicker } from './ticker.ts';

const argv = process.argv.slice(2);
const world: World = {
  stdout: outputOf(process.stdout),
  stderr: outputOf(process.stderr),
  startTicker: () => startTicker(process.stderr.fd),
  stdin: process.stdin,
  environment: process.env,
  cwd: process.cwd(),
  signal: interruptSignal(),
  cores: availableParallelism(),
  platform: process.platform,
  home: homedir(),
};

process.stdout.on('error', leaveWithoutReader);
process.stderr.on('error', () => {});
process.on('uncaughtException', async (thrown) => process.exit(await reportFailure(thrown, asksForJson(argv), world)));
process.exit(await run(argv, world));

function outputOf(stream: WriteStream): Output {
  return {
    write: (text) => new Promise((resolve) => stream.write(text, () => resolve())),
    isTerminal: stream.isTTY === true,
    get columns() {
      return stream.columns || 80;
    },
  };
}

/** The first Ctrl-C asks the work to stop, the second ends the process at once. */
function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  process.on('SIGINT', () => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  });
  return controller.signal;
}

/** Whoever read standard output has enough of it (`| head`): nothing is left to do. */
function leaveWithoutReader(error: NodeJS.ErrnoException): void {
  process.exit(error.code === 'EPIPE' ? 0 : 1);
}
