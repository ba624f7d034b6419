import { expect, test } from 'vitest';
import { commandLine } from '../../src/cli/command-line.ts';

test('a command that is shown can be pasted, whatever labels look like', () => {
  expect(commandLine('rename', 'shop', 'Kiwi', 'Kivi')).toBe('discern rename shop Kiwi Kivi');
  expect(commandLine('rename', 'my shop', '-x', 'Kivi')).toBe("discern rename -- 'my shop' -x Kivi");
});
