import { DiscernError, type ErrorCode, type ErrorParts } from '../../base/error.ts';
import { missingPath } from './missing-path.ts';

/** What the system's error codes mean to a person, by the code of our error. */
const meanings: Readonly<Record<string, readonly [ErrorCode, string, Pick<ErrorParts, 'expected' | 'todo'>]>> = {
  ENAMETOOLONG: [
    'not-found',
    'is longer than a path can be',
    { expected: 'a path that exists', todo: 'check the path' },
  ],
  ELOOP: ['not-found', 'is a link that leads nowhere', { expected: 'a path that exists', todo: 'mend the link' }],
  EISDIR: ['not-found', 'is a folder', { expected: 'a file', todo: 'give a file inside it' }],
  EEXIST: ['disk', 'cannot be made: a file is in its way', { expected: 'a new path', todo: 'choose another place' }],
  EACCES: ['no-permission', 'may not be opened', { expected: 'a path you may use', todo: 'change its permissions' }],
  EPERM: ['no-permission', 'may not be opened', { expected: 'a path you may use', todo: 'change its permissions' }],
  EROFS: [
    'no-permission',
    'lies on a read-only disk',
    { expected: 'a place to write to', todo: 'choose another place' },
  ],
  ENOSPC: [
    'disk',
    'cannot be written: the disk is full',
    { expected: 'free space', todo: 'free some space and repeat' },
  ],
  EDQUOT: [
    'disk',
    'cannot be written: your quota is used up',
    { expected: 'free space', todo: 'free some space and repeat' },
  ],
  EFBIG: ['disk', 'is larger than the disk allows', { expected: 'a smaller file', todo: 'choose another place' }],
  ENXIO: ['unsupported', 'is a socket or a device, not a file', { expected: 'a file or a pipe', todo: 'give a file' }],
  EMFILE: [
    'disk',
    'cannot be opened: too many files are open',
    { expected: 'free file handles', todo: 'raise ulimit -n' },
  ],
  ERR_FS_FILE_TOO_LARGE: [
    'too-large',
    'is too large',
    { expected: 'a file under 2 GB', todo: 'make the file smaller' },
  ],
};

/** What Node writes for bytes of a name that are not UTF-8. Such a name cannot be opened. */
const unreadableLetter = '\uFFFD';

/**
 * The error of the file system as a DiscernError: `not-found`, `no-permission`, `disk`, `too-large`, or `unsupported`
 * for a socket and for a name that is not UTF-8.
 */
export function fileError(thrown: unknown, path: string): DiscernError {
  if (thrown instanceof DiscernError) return thrown;
  const code = errorCodeOf(thrown);
  if (code === 'ENOENT' && path.includes(unreadableLetter)) return notUtf8(path, thrown);
  const known = isMissing(code) ? (['not-found', ...missingPath(path)] as const) : meanings[code];
  if (known !== undefined) {
    const [name, meaning, parts] = known;
    return new DiscernError(name, `${path} ${meaning}`, { given: path, ...parts }, thrown);
  }
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  const parts = { given: path, expected: 'the disk to do what it was asked', todo: 'check the disk, and repeat' };
  return new DiscernError('disk', `${path}: ${reason}`, parts, thrown);
}

function isMissing(code: string): boolean {
  return code === 'ENOENT' || code === 'ENOTDIR';
}

function notUtf8(path: string, cause: unknown): DiscernError {
  return new DiscernError(
    'unsupported',
    `${path} has a name that is not UTF-8`,
    { given: path, expected: 'a name in UTF-8', todo: 'rename it, for instance with convmv -t utf8' },
    cause,
  );
}

/** The system's code of an error, for instance `ENOENT`; empty where it has none. */
export function errorCodeOf(thrown: unknown): string {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : '';
  return typeof code === 'string' ? code : '';
}
