import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allBytes, lines } from '../../src/cli/standard-input.ts';

test('lines do not depend on where the stream is cut, also within a letter', async () => {
  const names = fc.array(fc.string({ unit: 'grapheme' }).filter((name) => !/[\r\n]/.test(name) && name.trim() !== ''));
  await fc.assert(
    fc.asyncProperty(
      names,
      fc.constantFrom('\n', '\r\n'),
      fc.integer({ min: 1, max: 9 }),
      async (written, end, size) => {
        const bytes = new TextEncoder().encode(written.join(end));
        expect(await all(lines(cut(bytes, size)))).toEqual(written);
      },
    ),
  );
});

test('bytes come in a buffer of their own, which may be moved', async () => {
  const bytes = await allBytes(cut(Uint8Array.of(1, 2, 3, 4, 5), 2));
  expect([...bytes]).toEqual([1, 2, 3, 4, 5]);
  expect(bytes.buffer.byteLength).toBe(5);
});

async function* cut(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function all(source: AsyncIterable<string>): Promise<string[]> {
  const found: string[] = [];
  for await (const line of source) found.push(line);
  return found;
}
