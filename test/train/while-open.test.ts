import { expect, it } from 'vitest';
import { whileOpen } from '../../src/train/while-open.ts';

it('disposes once, whether the use succeeds or fails, and gives its result', async () => {
  const reported: string[] = [];
  const open = { dispose: async () => void reported.push('disposed') };
  expect(await whileOpen(open, async (held) => (held === open ? 'used' : 'another'))).toBe('used');
  expect(reported).toEqual(['disposed']);
  await expect(whileOpen(open, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(reported).toEqual(['disposed', 'disposed']);
  expect(await whileOpen(null, async (held) => held)).toBeNull();
});
