import { CommanderError } from 'commander';
import { DiscernError, type ErrorParts } from '../base/error.ts';
import { shellLine } from '../node/shell-word.ts';

/**
 * What the parser threw, as `misused`; null where it only stopped because help or the version was printed.
 * Throws again what the parser did not throw on purpose.
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

/** `(Did you mean predict?)` without its brackets and question. */
function suggestion(hint: string | undefined): string | null {
  return hint?.match(/^\(Did you mean (.*)\?\)$/)?.[1] ?? null;
}

function helpFor(argv: readonly string[]): string {
  const name = argv.find((word) => !word.startsWith('-'));
  return `see how it is written: discern ${name === undefined ? '' : `${name} `}--help`;
}

/** A command line that can be read and yet asks for nothing that can be done. */
export function misused(message: string, parts: ErrorParts): DiscernError {
  return new DiscernError('misused', message, parts);
}
