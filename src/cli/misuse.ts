import { CommanderError } from 'commander';
import { DiscernError, type ErrorParts } from '../base/error.ts';
import { shellLine } from '../node/shell-word.ts';

/**
 * Converts an error of the command-line parser to `misused`; null if it only printed help or the version. Rethrows
 * other errors.
 */
export function misuse(thrown: unknown, argv: readonly string[]): DiscernError | null {
  if (!(thrown instanceof CommanderError)) throw thrown;
  if (thrown.code === 'commander.helpDisplayed' || thrown.code === 'commander.version') return null;
  if (thrown.code === 'commander.help') return noCommand(argv);
  const [first, hint] = thrown.message.replace(/^error: /, '').split('\n');
  const [, message, expected] = first.match(/^(.*)\. Expected (.*)\.$/) ?? [null, first, null];
  return new DiscernError('misused', message ?? first, {
    given: shellLine(['discern', ...argv]),
    expected: expected ?? suggestion(hint) ?? 'a command line as --help shows it',
    todo: thrown.code === 'commander.unknownCommand' ? listCommands : helpFor(argv),
  });
}

function noCommand(argv: readonly string[]): DiscernError {
  return new DiscernError('misused', 'no command given', {
    given: shellLine(['discern', ...argv]),
    expected: 'the name of a command',
    todo: listCommands,
  });
}

const listCommands = 'list the commands: discern --help';

/** The name in `(Did you mean predict?)`; null without one. */
function suggestion(hint: string | undefined): string | null {
  return hint?.match(/^\(Did you mean (.*)\?\)$/)?.[1] ?? null;
}

function helpFor(argv: readonly string[]): string {
  const name = argv.find((word) => !word.startsWith('-'));
  return `see the usage: discern ${name === undefined ? '' : `${name} `}--help`;
}

/** The error `misused`, for a command line that can be parsed but not carried out. */
export function misused(message: string, parts: ErrorParts): DiscernError {
  return new DiscernError('misused', message, parts);
}
