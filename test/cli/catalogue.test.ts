import { Option } from 'commander';
import { describe, expect, test } from 'vitest';
import { commands } from '../../src/cli/commands/catalogue.ts';
import { readCommandLine } from '../../src/cli/program.ts';
import { wrapText } from '../../src/cli/text/wrap-text.ts';

describe.each(Object.entries(commands))('the command %s', (name, entry) => {
  test('has a short summary', () => {
    expect(entry.summary).toMatch(/^[a-z].{3,53}[^.]$/);
  });

  test('names its values as its options are written', async () => {
    const { options } = await entry.load();
    for (const [key, { usage }] of Object.entries(options)) {
      expect(new Option(usage).attributeName()).toBe(key);
    }
  });

  test('shows an example that can be read', async () => {
    const { example } = await entry.load();
    expect(example.length).toBeGreaterThan(0);
    for (const line of example) {
      const [program, ...argv] = line.split(' ');
      expect(program).toBe('discern');
      expect(await readCommandLine(argv, commands, () => {}, 80)).not.toBeNull();
    }
    expect(example.at(-1)).toMatch(new RegExp(`^discern ${name}\\b`));
  });

  test.each(['--help', '--help-all'])('has %s that fits 80 columns', async (option) => {
    const help = await helpOf(name, option, 80);
    expect(help).toContain('--json');
    expect(help.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  test('has help that fits a screen of 24 lines', async () => {
    expect((await helpOf(name, '--help', 80)).trimEnd().split('\n').length).toBeLessThan(24);
  });

  test.each(['--help', '--help-all'])('has %s that fits a narrow terminal', async (option) => {
    const lines = wrapText(await helpOf(name, option, 50), 50).split('\n');
    expect(lines.filter((line) => line.length > 50)).toEqual([]);
  });
});

async function helpOf(name: string, option: string, columns: number): Promise<string> {
  const printed: string[] = [];
  await readCommandLine([name, option], commands, (text) => printed.push(text), columns);
  return printed.join('');
}
