import { Argument, Command as CommanderCommand, Option } from 'commander';
import { version } from '../node/version.ts';
import type { Catalogue } from './commands/catalogue.ts';
import type { Command } from './commands/command.ts';
import { helpAll, helpEnd, helpLayout } from './help.ts';
import { misuse } from './misuse.ts';
import { type CommandParameter, flag, optional, type ParameterValues, wholeNumber } from './options/parameters.ts';

const globalParameters = {
  json: flag('--json', 'print exactly one JSON value on standard output'),
  seed: wholeNumber('--seed <n>', 'seed of all random numbers', { least: 0, most: 2 ** 32 - 1 }, 0),
  quiet: flag('--quiet', 'no progress and no warnings'),
  threads: optional(
    wholeNumber('--threads <n>', 'number of threads (default and maximum: one per core)', { least: 1 }),
  ),
  cache: flag('--no-cache', 'neither read nor write the embedding cache'),
};

/** The global options as given; `cache` is false with `--no-cache`. */
type Given = ParameterValues<typeof globalParameters>;

/** A parsed command line: a command, the values of its parameters, and the global options. */
export type Request = {
  readonly command: Command;
  readonly input: Readonly<Record<string, unknown>>;
  readonly given: Given;
};

/**
 * Parses a command line (without the program's name) and loads only the command that it names. Null if it asks for help
 * or the version, which are passed to `print`. Throws `misused`.
 */
export async function readCommandLine(
  argv: readonly string[],
  commands: Catalogue,
  print: (text: string) => void,
  columns: number,
): Promise<Request | null> {
  const requests: Request[] = [];
  const all = argv.includes(helpAll);
  const program = emptyProgram(print, columns, all);
  const read = argv.map((word) => (word === helpAll ? '--help' : word));
  const wanted = commandName(read, columns);
  for (const [name, entry] of Object.entries(commands)) {
    const subcommand = program.command(name).summary(entry.summary).description(sentence(entry.summary));
    subcommand.helpGroup(entry.group);
    if (name === wanted)
      describe(subcommand, await entry.load(), { all, columns }, (request) => requests.push(request));
  }
  if (argv.length === 0) program.outputHelp();
  else parse(program, read);
  return requests[0] ?? null;
}

function emptyProgram(print: (text: string) => void, columns: number, all = false): CommanderCommand {
  const ignore = () => {};
  const program = new CommanderCommand('discern')
    .description('Recognises pictures in two ways: with a classifier, and with a gallery that can say "unknown".')
    .usage('COMMAND ... [options]')
    .version(version(), '--version', 'print the version')
    .helpOption('-h, --help', 'show the help of a command, with an example')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ writeOut: print, writeErr: ignore, outputError: ignore, getOutHelpWidth: () => columns })
    .configureHelp(helpLayout(all))
    .optionsGroup('Everywhere:')
    .addHelpText('after', overviewEnd);
  for (const parameter of Object.values(globalParameters)) addOption(program, parameter);
  return program;
}

const overviewEnd = ({ command }: { command: CommanderCommand }) =>
  command.parent
    ? ''
    : '\n`discern COMMAND --help` explains one command, `--help-all` all of its options.\nBegin with `discern demo`.';

/** The first operand, which names the command; undefined if an unknown option precedes it. */
function commandName(argv: readonly string[], columns: number): string | undefined {
  try {
    return emptyProgram(() => {}, columns).parseOptions([...argv]).operands[0];
  } catch {
    return undefined;
  }
}

function describe(
  subcommand: CommanderCommand,
  command: Command,
  layout: { readonly all: boolean; readonly columns: number },
  ask: (request: Request) => void,
): void {
  for (const parameter of Object.values(command.arguments)) subcommand.addArgument(commanderArgument(parameter));
  for (const parameter of Object.values(command.options)) addOption(subcommand, parameter);
  subcommand.addHelpText('after', helpEnd(subcommand, command.example, layout));
  subcommand.action(() => {
    const names = Object.keys(command.arguments);
    const positional = Object.fromEntries(names.map((name, index) => [name, subcommand.processedArgs[index]]));
    ask({ command, input: { ...subcommand.opts(), ...positional }, given: subcommand.optsWithGlobals<Given>() });
  });
}

function parse(program: CommanderCommand, argv: readonly string[]): void {
  try {
    program.parse(argv, { from: 'user' });
  } catch (thrown) {
    const error = misuse(thrown, argv);
    if (error) throw error;
  }
}

function addOption(to: CommanderCommand, parameter: CommandParameter<unknown>): void {
  const { usage, description, parse, initial, preset, mandatory, choices, section } = parameter;
  const option = new Option(usage, description).makeOptionMandatory(mandatory);
  if (choices) option.choices(choices);
  if (section !== undefined) option.helpGroup(section);
  if (preset !== undefined) option.preset(preset);
  if (option.required || option.optional) option.argParser(parse).default(initial);
  to.addOption(option);
  // If false were the option's default, the help would show it.
  if (initial === false && !option.negate) to.setOptionValueWithSource(option.attributeName(), false, 'default');
}

function commanderArgument({ usage, description, parse, initial, choices }: CommandParameter<unknown>): Argument {
  const argument = new Argument(usage, description);
  if (choices) argument.choices([...choices]);
  if (initial !== undefined && !argument.variadic) argument.default(initial);
  return argument.argParser(parse);
}

function sentence(summary: string): string {
  return `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`;
}
