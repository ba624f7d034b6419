import { DiscernError, type ErrorCode } from './error.ts';

const beginnings = ['version https://git-lfs.github.com/spec/', 'version https://hawser.github.com/spec/'];

/** Whether these bytes are what Git LFS leaves in the place of a file that it has not fetched. */
export function isLfsPointer(bytes: Uint8Array): boolean {
  const head = String.fromCharCode(...bytes.subarray(0, 64));
  return beginnings.some((beginning) => head.startsWith(beginning));
}

/** The error of a file that is such a pointer; `expected` is what should lie there. */
export function lfsPointerError(code: ErrorCode, path: string, expected: string): DiscernError {
  return new DiscernError(code, `${path} is a pointer of Git LFS, not the file itself`, {
    given: `${path}: a few lines of text that stand for the file`,
    expected,
    todo: 'fetch the file: git lfs pull',
  });
}
