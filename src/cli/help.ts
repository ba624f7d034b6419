import { type Command as CommanderCommand, Help, type Option } from 'commander';
import { wrapText } from './text/wrap-text.ts';

/** The flag that lists all options; `--help` leaves out those that few people need. */
export const helpAll = '--help-all';

/** Least width of descriptions in characters, also in narrow terminals. */
const minDescriptionWidth = 18;

/** The layout of help for commander. `all` also shows the folded options and the global ones. */
export function helpLayout(all: boolean) {
  return {
    showGlobalOptions: true,
    minWidthToWrap: minDescriptionWidth,
    formatHelp: (command: CommanderCommand, help: Help) => formatHelp(command, help, all),
  };
}

/** The text below the options: an example, and a pointer to `--help-all`, wrapped to `columns` characters. */
export function helpEnd(
  command: CommanderCommand,
  example: readonly string[],
  { all, columns }: { readonly all: boolean; readonly columns: number },
): string {
  const lines = ['', 'Example:', ...example.map((line) => `  ${line}`)];
  if (all) return lines.join('\n');
  const everywhere = (command.parent?.options ?? []).map(({ long }) => long).filter((name) => name !== '--version');
  const folded = command.options.filter(isFolded).length;
  const more = folded === 0 ? '' : `${folded} more, and `;
  return [...lines, '', wrapText(`${helpAll} explains ${more}${everywhere.join(', ')}`, columns)].join('\n');
}

/** Options with a heading of their own are folded. */
function isFolded({ helpGroupHeading }: Option): boolean {
  return helpGroupHeading !== undefined;
}

function formatHelp(command: CommanderCommand, help: Help, all: boolean): string {
  if (command.parent === null) return commandsFirst(Help.prototype.formatHelp.call(help, command, help));
  if (!all) fold(help);
  return Help.prototype.formatHelp.call(help, command, help);
}

/** Hides folded options, global options and long lists of choices, so that the help fits on one screen. */
function fold(help: Help): void {
  const visible = help.visibleOptions.bind(help);
  const description = help.optionDescription.bind(help);
  help.showGlobalOptions = false;
  help.visibleOptions = (of) => visible(of).filter((option) => of.options.includes(option) && !isFolded(option));
  help.optionDescription = (option) =>
    option.argChoices !== undefined && option.argChoices.length > 4
      ? `${option.description} (${option.argChoices.length} names)`
      : description(option);
}

/** Moves the commands of the overview before its options. */
function commandsFirst(text: string): string {
  const sections = text.trimEnd().split('\n\n');
  const isLater = (section: string) => /^(Options|Everywhere):/.test(section);
  return `${[...sections.filter((part) => !isLater(part)), ...sections.filter(isLater)].join('\n\n')}\n`;
}
