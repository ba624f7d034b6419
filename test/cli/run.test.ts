import { describe, expect, test } from 'vitest';
import { DiscernError } from '../../src/base/error.ts';
import { throwIfAborted } from '../../src/base/progress.ts';
import type { Catalogue } from '../../src/cli/commands/catalogue.ts';
import { type Command, command } from '../../src/cli/commands/command.ts';
import type { Context } from '../../src/cli/context.ts';
import {
  flag,
  folded,
  optional,
  optionalText,
  realNumber,
  text,
  texts,
  wholeNumber,
} from '../../src/cli/options/parameters.ts';
import { run } from '../../src/cli/run.ts';
import { memoryWorld } from './memory-world.ts';

const echo = command({
  arguments: { bundle: text('<bundle>', 'a bundle'), files: texts('[files...]', 'pictures') },
  options: {
    top: wholeNumber('--top <k>', 'how many', { least: 1 }, 5),
    threshold: realNumber('--threshold <t>', 'a limit', { least: -1, most: 1 }, 0.5),
    headOnly: flag('--head-only', 'the head alone'),
    list: optionalText('--list <file>', 'more pictures'),
    rarely: folded(optional(wholeNumber('--rarely <n>', 'for few', { least: 1 })), 'For few:'),
  },
  example: ['discern echo bundle picture.png'],
  run: async (input, { stdout, stderr, stdin, signal, progress, warn, ...context }) => {
    progress({ stage: 'echoing', done: 1, total: 2 });
    warn('heard');
    return { json: { input, context }, text: 'said' };
  },
});

describe('a command', () => {
  test('gets its arguments, options and the global options, whatever their order', async () => {
    const { code, json } = await ran('--seed', '7', 'echo', '--top', '2', 'b', '--json', 'x', 'y', '--no-cache');
    expect(code).toBe(0);
    expect(json.input).toEqual({ bundle: 'b', files: ['x', 'y'], top: 2, threshold: 0.5, headOnly: false });
    expect(json.context).toMatchObject({ json: true, seed: 7, threads: 3, cacheEnabled: false, quiet: false });
  });

  test('gets the defaults where nothing is given', async () => {
    const { json } = await ran('echo', 'b', '--json');
    expect(json.input).toEqual({ bundle: 'b', files: [], top: 5, threshold: 0.5, headOnly: false });
    expect(json.context).toMatchObject({ seed: 0, threads: 3, cacheEnabled: true });
  });

  test('knows whether threads were given: what is resumed has its own', async () => {
    const [left, given] = [await ran('echo', 'b', '--json'), await ran('echo', 'b', '--json', '--threads', '2')];
    expect(left.json.context).not.toHaveProperty('threadsGiven');
    expect(given.json.context).toMatchObject({ threads: 2, threadsGiven: 2 });
  });

  test('prints its text without --json, and warnings on standard error', async () => {
    const { code, printed, reported } = await ran('echo', 'b');
    expect([code, printed, reported]).toEqual([0, 'said\n', 'discern: heard\n']);
  });

  test('says nothing on standard error under --quiet', async () => {
    const { printed, reported } = await ran('echo', 'b', '--quiet');
    expect([printed, reported]).toEqual(['said\n', '']);
  });

  test('may fail after its work is done', async () => {
    const { code, json } = await ran('empty', '--json');
    expect([code, json]).toEqual([1, []]);
  });
});

describe('a failure', () => {
  const failure = {
    code: 'not-found',
    message: 'no such picture',
    given: 'x.png',
    expected: 'a picture',
    todo: 'look',
  };

  test('is one JSON value on standard output under --json', async () => {
    const { code, json, reported } = await ran('fail', '--json');
    expect([code, json, reported]).toEqual([1, { error: failure }, '']);
  });

  test('is told on standard error otherwise', async () => {
    const { code, printed, reported } = await ran('fail');
    expect([code, printed]).toEqual([1, '']);
    expect(reported).toBe('discern: no such picture\n  given:    x.png\n  expected: a picture\n  to do:    look\n');
  });

  test('that nobody foresaw is our own, and keeps its origin', async () => {
    const { code, json, reported } = await ran('break', '--json');
    expect([code, json.error.code]).toEqual([1, 'internal']);
    expect(reported).toContain('run.test.ts');
  });

  test('by an interrupt gives 130', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 5);
    const { code, json } = await ran('wait', '--json', { signal: controller.signal });
    expect([code, json.error.code]).toEqual([130, 'interrupted']);
  });

  test('after an interrupt counts as interrupted, whatever broke', async () => {
    const { code, json } = await ran('break', '--json', { signal: AbortSignal.abort() });
    expect([code, json.error.code]).toEqual([130, 'interrupted']);
  });
});

describe('a misused command line', () => {
  const cases: readonly (readonly [readonly string[], string, string])[] = [
    [['ecko', 'b'], "unknown command 'ecko'", 'echo'],
    [['echo'], "missing required argument 'bundle'", 'a command line as --help shows it'],
    [['echo', 'b', '--topp', '3'], "unknown option '--topp'", '--top'],
    [['echo', 'b', '--top', '0'], "option '--top <k>' argument '0' is invalid", 'a whole number of at least 1'],
    [['echo', 'b', '--top', '1.5'], "option '--top <k>' argument '1.5' is invalid", 'a whole number of at least 1'],
    [['echo', 'b', '--top', ''], "option '--top <k>' argument '' is invalid", 'a whole number of at least 1'],
    [['echo', 'b', '--threshold', '1.01'], "argument '1.01' is invalid", 'a number from -1 to 1'],
    [['echo', 'b', '--threshold', 'NaN'], "argument 'NaN' is invalid", 'a number from -1 to 1'],
    [['echo', 'b', '--threads', '0'], "option '--threads <n>' argument '0' is invalid", 'a whole number of at least 1'],
    [['echo', 'b', '--seed', '-1'], "argument '-1' is invalid", 'a whole number from 0 to 4294967295'],
    [['echo', 'b', '--top'], "option '--top <k>' argument missing", 'a command line as --help shows it'],
    [['empty', 'more'], "too many arguments for 'empty'", '0 arguments but got 1'],
    [[], 'no command given', 'the name of a command'],
  ];

  test.each(cases)('%j', async (argv, message, expected) => {
    const { code, json, reported } = await ran(...argv, '--json');
    expect([code, json.error.code, reported]).toEqual([2, 'misused', '']);
    expect(json.error.message).toContain(message);
    expect(json.error.expected).toBe(expected);
  });

  test('is told on standard error without --json', async () => {
    const { code, printed, reported } = await ran('ecko');
    expect([code, printed]).toEqual([2, '']);
    expect(reported).toContain("discern: unknown command 'ecko'");
  });
});

describe('help', () => {
  test('is printed where no command is given, with every command', async () => {
    const { code, printed } = await ran();
    expect(code).toBe(0);
    expect(printed).toMatch(/^ {2}echo +says it again$/m);
  });

  test('of a command has its arguments, options and an example, and says how to see the rest', async () => {
    const { code, printed } = await ran('echo', '--help');
    expect(code).toBe(0);
    for (const part of ['<bundle> [files...]', '--head-only', 'discern echo bundle picture.png']) {
      expect(printed).toContain(part);
    }
    expect(printed).toContain('--help-all explains 1 more, and --json, --seed, --quiet, --threads, --no-cache');
    expect(printed).not.toMatch(/--rarely|--seed <n>/);
  });

  test('of everything has folded options under their heading, and the global ones', async () => {
    const { code, printed } = await ran('echo', '--help-all');
    expect(code).toBe(0);
    expect(printed).toMatch(/^For few:\n {2}--rarely <n> /m);
    expect(printed).toMatch(/^Global Options:\n(.*\n)* {2}--seed <n> /m);
  });

  test('folds no option away from those that are suggested', async () => {
    const { json } = await ran('echo', 'b', '--rarly', '3', '--json');
    expect(json.error.expected).toBe('--rarely');
  });

  test('fits the terminal', async () => {
    const { printed } = await ran('echo', '--help', { columns: 60 });
    expect(Math.max(...printed.split('\n').map((line) => line.length))).toBeLessThanOrEqual(60);
  });
});

const catalogue: Catalogue = {
  echo: entry(echo),
  empty: entry(simple(async () => ({ json: [], text: '', exitCode: 1 }))),
  fail: entry(
    simple(() => {
      throw new DiscernError('not-found', 'no such picture', { given: 'x.png', expected: 'a picture', todo: 'look' });
    }),
  ),
  break: entry(
    simple(() => {
      throw new TypeError('broken');
    }),
  ),
  wait: entry(
    simple(async ({ signal }) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      throwIfAborted(signal);
      return {};
    }),
  ),
};

function entry(loaded: Command): Catalogue[string] {
  return { group: 'Look around:', summary: 'says it again', load: async () => loaded };
}

function simple(work: (context: Context) => ReturnType<Command['run']>): Command {
  return command({ arguments: {}, options: {}, example: [], run: async (_, context) => work(context) });
}

/** Runs a command line over the catalogue of this test; a last argument that is no text makes the world. */
async function ran(...words: readonly (string | Parameters<typeof memoryWorld>[0])[]) {
  const argv = words.filter((word) => typeof word === 'string');
  const options = words.find((word) => typeof word === 'object');
  const world = memoryWorld(options);
  const code = await run(argv, world, catalogue);
  const printed = world.printed();
  return { code, printed, reported: world.reported(), json: argv.includes('--json') ? JSON.parse(printed) : null };
}
