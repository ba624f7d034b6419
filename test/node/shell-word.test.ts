import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { shellWord } from '../../src/node/shell-word.ts';

test('plain words stay as they are', () => {
  expect(['demo/pictures', 'a-b_c.onnx', '/x/ü'].map((text) => shellWord(text, 'linux'))).toEqual([
    'demo/pictures',
    'a-b_c.onnx',
    "'/x/ü'",
  ]);
  expect(shellWord('C:\\my pictures', 'win32')).toBe('"C:\\my pictures"');
});

test.skipIf(process.platform === 'win32')('a shell reads the text again (needs sh)', () => {
  for (const text of ['my pictures', "it's", '$HOME `x` "y"', 'a;b', '']) {
    const read = execFileSync('sh', ['-c', `printf %s ${shellWord(text, 'linux')}`], { encoding: 'utf8' });
    expect(read).toBe(text);
  }
});
