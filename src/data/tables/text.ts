import { DiscernError } from '../../base/error.ts';

/** The longest text that every JavaScript engine holds in one string, with room to spare. */
const longestBytes = 500_000_000;

/** The text of a file, without byte order mark and with `\n` as its only line end. Throws `bad-data` where it is not UTF-8. */
export function readText(bytes: Uint8Array, name: string): string {
  if (bytes.length > longestBytes) throw tooLong(bytes, name);
  const text = decode(bytes, name);
  if (!text.includes('\r')) return text;
  return text.includes('\n') ? text.replaceAll('\r\n', '\n') : text.replaceAll('\r', '\n');
}

function decode(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new DiscernError(
      'bad-data',
      `${name} is not UTF-8 text`,
      { given: name, expected: 'text encoded as UTF-8', todo: 'save it again with the encoding UTF-8' },
      cause,
    );
  }
}

function tooLong(bytes: Uint8Array, name: string): DiscernError {
  return new DiscernError('too-large', `${name} is too long to be read as text`, {
    given: `${name}, ${Math.round(bytes.length / 1e6)} MB`,
    expected: `at most ${longestBytes / 1e6} MB of text`,
    todo: 'save it as .parquet',
  });
}
