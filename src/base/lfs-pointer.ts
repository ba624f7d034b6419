import { DiscernError, type ErrorCode } from './error.ts';

const firstLines = ['version https://git-lfs.github.com/spec/', 'version https://hawser.github.com/spec/'];

/** Whether these bytes are a Git LFS pointer: the short text that stands in for a file that was not fetched. */
export function isLfsPointer(bytes: Uint8Array): boolean {
  const head = String.fromCharCode(...bytes.subarray(0, 64));
  return firstLines.some((line) => head.startsWith(line));
}

/** The error for a file that is a Git LFS pointer. `expected` says what kind of file should be there. */
export function lfsPointerError(code: ErrorCode, path: string, expected: string): DiscernError {
  return new DiscernError(code, `${path} is a pointer of Git LFS, not the file itself`, {
    given: `${path}: a few lines of text in place of the file`,
    expected,
    todo: 'fetch the file: git lfs pull',
  });
}
