/**
 * The codes of Discern's errors. Scripts rely on these words: a new code may be added, an existing one must not change.
 */
export type ErrorCode =
  | 'ambiguous-data'
  | 'ambiguous-model'
  | 'bad-bundle'
  | 'bad-data'
  | 'bad-model'
  | 'busy'
  | 'contradiction'
  | 'disk'
  | 'diverged'
  | 'empty'
  | 'fingerprint'
  | 'interrupted'
  | 'internal'
  | 'misused'
  | 'network'
  | 'no-permission'
  | 'not-an-image'
  | 'not-found'
  | 'too-few'
  | 'too-large'
  | 'truncated'
  | 'unsupported';

/** What a person needs to know to solve a failure. */
export type ErrorParts = {
  /** What was given, in the person's own terms: a path, a flag with its value. */
  readonly given: string;
  /** What was expected instead. */
  readonly expected: string;
  /** What to do now: a command or a change that solves the failure. */
  readonly todo: string;
  /** The evidence, one JSON record per item, for scripts. Absent where the message says it all. */
  readonly evidence?: readonly unknown[];
};

/** The JSON form of an error, the same in every part of Discern. */
export type ErrorJson = { readonly code: ErrorCode; readonly message: string } & ErrorParts;

/**
 * The only class of error that Discern throws on purpose: a stable code, a message, and the three parts `given`,
 * `expected` and `todo`. A bug of Discern itself has the code `internal` and a message that begins with `internal:`.
 *
 * @example
 * try {
 *   await openDataset('no-such-folder');
 * } catch (error) {
 *   if (!(error instanceof DiscernError)) throw error;
 *   error.code; // => 'not-found'
 *   console.log(`${error.message}: ${error.todo}`);
 * }
 */
export class DiscernError extends Error implements ErrorJson {
  readonly code: ErrorCode;
  readonly given: string;
  readonly expected: string;
  readonly todo: string;
  readonly evidence?: readonly unknown[];

  constructor(code: ErrorCode, message: string, { given, expected, todo, evidence }: ErrorParts, cause?: unknown) {
    super(message, { cause });
    this.name = 'DiscernError';
    this.code = code;
    this.given = given;
    this.expected = expected;
    this.todo = todo;
    if (evidence) this.evidence = evidence;
  }

  toJSON(): ErrorJson {
    const { code, message, given, expected, todo, evidence } = this;
    return { code, message, given, expected, todo, ...(evidence && { evidence }) };
  }
}

/** The error of a bug in Discern itself: one part broke a rule that another part relies on. Never the user's fault. */
export function internalError(message: string): DiscernError {
  return new DiscernError('internal', `internal: ${message}`, {
    given: 'a state that the code rules out',
    expected: 'a state that the code allows',
    todo: 'report it with the command you ran',
  });
}

/**
 * Turns any thrown value into a DiscernError. An unknown failure gets the code `internal` and keeps the thrown value as
 * its cause.
 */
export function asDiscernError(thrown: unknown): DiscernError {
  if (thrown instanceof DiscernError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new DiscernError(
    'internal',
    `internal: ${message}`,
    { given: 'this call', expected: 'no failure', todo: 'report it with the command you ran' },
    thrown,
  );
}
