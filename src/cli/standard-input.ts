/** The bytes of standard input, in a buffer of their own. */
export async function allBytes(stdin: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stdin) chunks.push(chunk);
  return Uint8Array.from(Buffer.concat(chunks));
}

/** Lines of UTF-8 text, each as soon as it is there; empty ones are left out. */
export async function* lines(source: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of source) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split(/\r?\n/);
    rest = parts.pop() ?? '';
    yield* parts.filter((line) => line !== '');
  }
  const last = rest + decoder.decode();
  if (last.trim() !== '') yield last;
}
