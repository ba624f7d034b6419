import { describe, expect, test } from 'vitest';
import { asStarted } from '../../src/cli/as-started.ts';
import { commands } from '../../src/cli/commands/catalogue.ts';
import type { CommandParameter } from '../../src/cli/options/parameters.ts';
import { readCommandLine } from '../../src/cli/program.ts';
import { programName } from '../../src/cli/program-name.ts';
import { sourceFiles } from '../source-files.ts';
import { discern } from './tiny-pictures.ts';

const loaded = await Promise.all(
  Object.entries(commands).map(async ([name, { load }]) => [name, await load()] as const),
);
const optionsOf = new Map(
  loaded.map(([name, { options }]) => [name, Object.values<CommandParameter<unknown>>(options)]),
);
const flagOf = ({ usage }: Pick<CommandParameter<unknown>, 'usage'>) => /--[a-z-]+/.exec(usage)?.[0] ?? '';
const everywhere = ['--json', '--seed', '--quiet', '--threads', '--no-cache', '--help', '--help-all', '--version'];

/** Flags of other programs that hints name. */
const others = ['--include', '--onnxruntime-node-install'];

/** What the lines of src/ say that are no comments, `X` in place of what a template fills in. */
const lines = sourceFiles().flatMap(({ path, text }) =>
  filledIn(text)
    .split('\n')
    .filter((line) => !/^\s*(\/?\*|\/\/)/.test(line))
    .map((line) => ({ path, line })),
);

const hints = lines.flatMap(({ path, line }) =>
  [...line.matchAll(/(?<![\w./-])discern ((?:[a-z]+|--[a-z]+)(?: [^'`";\\]*)?)/g)].map(([, found]) => {
    const [hint] = found.split(/, | \(|\$\{/);
    return [hint.trim(), path] as const;
  }),
);

/** Innermost first: a template may lie within another one. */
function filledIn(text: string): string {
  const filled = text.replace(/\$\{(?:[^{}`]|`[^`$]*`)*\}/g, 'X');
  return filled === text ? text : filledIn(filled);
}

/** The words of a hint, its first choice in place of each X that stands for one. */
function wordsOf(hint: string): string[] {
  const [name, ...words] = hint.split(' ');
  const chosen = words.map((word, i) => {
    const option = optionsOf.get(name)?.find((each) => flagOf(each) === words[i - 1]);
    return word === 'X' ? (option?.choices?.[0] ?? word) : word;
  });
  return [name, ...chosen];
}

describe('every hint is a command that can be read', () => {
  test('and there are hints', () => expect(hints.length).toBeGreaterThan(40));

  test.each(hints)('discern %s (%s)', async (hint) => {
    const words = wordsOf(hint);
    if (words.length === 1 && words[0] in commands) return; // the command is only named
    await readCommandLine(words, commands, () => {}, 80);
  });

  test('one that does not exist would be seen', async () => {
    for (const wrong of ['audit LIST', 'fit DATA', 'fit DATA --out B --bakcbone X', 'gallery B lists what is there']) {
      await expect(readCommandLine(wordsOf(wrong), commands, () => {}, 80)).rejects.toMatchObject({ code: 'misused' });
    }
  });
});

test('every flag that a sentence names is one of ours', () => {
  const known = new Set([...everywhere, ...others, ...[...optionsOf.values()].flat().map(flagOf)]);
  const sentences = lines.filter(
    ({ path, line }) => !path.startsWith('src/evaluate/report/') && /['"`].*--[a-z]/.test(line),
  );
  const named = sentences.flatMap(({ path, line }) =>
    [...line.matchAll(/(?<=['`"( ])--[a-z][a-z-]*/g)].map(([flag]) => ({ path, flag })),
  );
  expect(named.filter(({ flag }) => !known.has(flag))).toEqual([]);
  expect(named.length).toBeGreaterThan(100);
});

describe('the program is named as it was started', () => {
  const bin = '/usr/local/bin';
  const start = { cwd: '/shops/shop', environment: { PATH: `/bin:${bin}` }, platform: 'linux' };
  test.each([
    ['a link on the PATH', { script: `${bin}/discern` }, 'discern'],
    [
      'a wrapper on the PATH',
      { script: '/src/bin/discern.js', environment: { PATH: bin, _: `${bin}/discern` } },
      'discern',
    ],
    [
      'npx',
      { script: '/cache/npm/_npx/1/node_modules/.bin/discern', environment: { npm_command: 'exec' } },
      'npx discern',
    ],
    [
      'an npm script',
      { script: '/shops/shop/node_modules/.bin/discern', environment: { npm_command: 'run-script' } },
      'npx discern',
    ],
    ['its folder', { script: '/shops/shop/node_modules/.bin/discern' }, 'npx discern'],
    ['a package elsewhere', { script: '/opt/lib/node_modules/discern/bin/discern.js' }, 'discern'],
    ['a checkout', { script: '/shops/shop/bin/discern.js' }, 'node bin/discern.js'],
    ['a checkout elsewhere', { script: '/src/my discern/bin/discern.js' }, "node '/src/my discern/bin/discern.js'"],
  ])('%s', (_, more, name) => {
    expect(programName({ ...start, ...more })).toBe(name);
  });

  test('in words, JSON, warnings and help alike, and nowhere else', async () => {
    const program = 'node bin/discern.js';
    const text = await discern(['forget', 'b'], { program });
    const json = await discern(['forget', 'b', '--json'], { program });
    expect(text.reported).toContain('discern: forget needs');
    expect(text.reported).toContain('list what is enrolled: node bin/discern.js gallery BUNDLE');
    expect(JSON.parse(json.printed).error.todo).toBe('list what is enrolled: node bin/discern.js gallery BUNDLE');
    const { printed } = await discern(['fit', '--help'], { program });
    expect(printed).toContain('node bin/discern.js fit demo/pictures --out emoji');
    expect(asStarted('discern: what discern is, `discern fit`, a/discern fit', program)).toBe(
      'discern: what discern is, `node bin/discern.js fit`, a/discern fit',
    );
  });
});
