import { encodingOf } from '../data/tables/text.ts';

/** All bytes of standard input, in their own buffer. */
export async function allBytes(stdin: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stdin) chunks.push(chunk);
  return Uint8Array.from(Buffer.concat(chunks));
}

/**
 * Yields the lines of a text as they arrive, without empty lines and byte order mark. UTF-8, or UTF-16 as Windows
 * programs write it.
 */
export async function* lines(source: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, undefined> {
  let decoder: InstanceType<typeof TextDecoder> | null = null;
  let begun = new Uint8Array();
  let rest = '';
  for await (const chunk of source) {
    const bytes = begun.length === 0 ? chunk : Uint8Array.from([...begun, ...chunk]);
    begun = decoder === null && bytes.length < 2 ? Uint8Array.from(bytes) : new Uint8Array();
    if (begun.length > 0) continue;
    decoder ??= new TextDecoder(encodingOf(bytes));
    const parts = (rest + decoder.decode(bytes, { stream: true })).split(/\r?\n/);
    rest = parts.pop() ?? '';
    yield* parts.filter((line) => line !== '');
  }
  const last = rest + (decoder ?? new TextDecoder()).decode(begun);
  if (last.trim() !== '') yield last;
}
