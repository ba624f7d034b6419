/** Every way in which Discern can fail. Scripts rely on these words; adding one is free, changing one is a break. */
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

/** What a person needs to mend a failure. */
export type ErrorParts = {
  /** What was given, as the person would recognise it: a path, a flag with its value. */
  readonly given: string;
  /** What was expected instead. */
  readonly expected: string;
  /** What to do now: a command or a change that mends it. */
  readonly todo: string;
  /** What it was seen by, one JSON record each, for scripts; absent where the words say it all. */
  readonly evidence?: readonly unknown[];
};

/** The JSON of a failure, the same everywhere. */
export type ErrorJson = { readonly code: ErrorCode; readonly message: string } & ErrorParts;

/**
 * The one class of error that Discern throws on purpose: a stable code, a message, and what was given, expected and
 * is to be done. Faults of our own have the code `internal` and a message that begins with `internal:`.
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

/** A broken promise between our own parts: never the user's fault. */
export function internalError(message: string): DiscernError {
  return new DiscernError('internal', `internal: ${message}`, {
    given: 'a state that the code rules out',
    expected: 'this never to happen',
    todo: 'report it with the command you ran',
  });
}

/** Whatever was thrown, as a DiscernError: unknown failures become `internal` and keep their cause. */
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
