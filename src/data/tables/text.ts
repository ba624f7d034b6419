import { DiscernError } from '../../base/error.ts';
import { isLfsPointer, lfsPointerError } from '../../base/lfs-pointer.ts';

/** The longest text that every JavaScript engine can hold in one string, with a margin. */
const longestBytes = 500_000_000;

/**
 * Decodes a text file: UTF-8, or UTF-16 as Windows programs write it. Removes the byte order mark and makes `\n` the
 * only line end. Throws `bad-data` with the line for other encodings, and for a Git LFS pointer file.
 */
export function readText(bytes: Uint8Array, name: string): string {
  if (bytes.length > longestBytes) throw tooLong(bytes, name);
  requireNoPointer(bytes, name);
  const text = decode(bytes, name);
  if (!text.includes('\r')) return text;
  return text.includes('\n') ? text.replaceAll('\r\n', '\n') : text.replaceAll('\r', '\n');
}

/** Throws `bad-data` if the file is a Git LFS pointer, which names the real file that was not fetched. */
export function requireNoPointer(bytes: Uint8Array, name: string): void {
  if (isLfsPointer(bytes)) throw lfsPointerError('bad-data', name, 'the list itself');
}

function decode(bytes: Uint8Array, name: string): string {
  const encoding = encodingOf(bytes);
  if (encoding === 'utf-8') requireText(bytes, name);
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    const line = encoding === 'utf-8' ? `, line ${badLine(bytes)}` : '';
    const parts = { given: name, expected: 'text encoded as UTF-8', todo: 'save it again with the encoding UTF-8' };
    throw new DiscernError('bad-data', `${name}${line} is not UTF-8 text`, parts, cause);
  }
}

/**
 * Detects the encoding of a text from its first two bytes: by a byte order mark, or by which of the two is zero (the
 * first character of a list is ASCII).
 */
export function encodingOf([first, second]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if ((first === 0xff && second === 0xfe) || (first > 0 && first < 0x80 && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second > 0 && second < 0x80)) return 'utf-16be';
  return 'utf-8';
}

/** Throws `bad-data` if the file is not text, for instance a workbook or a picture. */
function requireText(bytes: Uint8Array, name: string): void {
  const isZip = latin1(bytes.subarray(0, 4)) === 'PK\x03\x04';
  if (!isZip && !bytes.subarray(0, 4096).includes(0)) return;
  throw new DiscernError(
    'bad-data',
    `${name} is ${isZip ? 'a workbook or another zip file' : 'not text'}, whatever its name`,
    {
      given: name,
      expected: 'text encoded as UTF-8',
      todo: isZip ? 'save the list as CSV in the program that wrote it' : 'give the list itself',
    },
  );
}

/** The number of the first line that is not UTF-8. A line end never lies inside a character, so each line is tested. */
function badLine(bytes: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for (let start = 0, line = 1; start < bytes.length; line++) {
    const end = bytes.indexOf(0x0a, start);
    const stop = end < 0 ? bytes.length : end;
    try {
      decoder.decode(bytes.subarray(start, stop));
    } catch {
      return line;
    }
    start = stop + 1;
  }
  return 1;
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

function tooLong(bytes: Uint8Array, name: string): DiscernError {
  return new DiscernError('too-large', `${name} is too long to be read as text`, {
    given: `${name}, ${Math.round(bytes.length / 1e6)} MB`,
    expected: `at most ${longestBytes / 1e6} MB of text`,
    todo: 'save it as .parquet',
  });
}
