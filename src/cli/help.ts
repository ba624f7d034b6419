import { type Command as CommanderCommand, Help, type Option } from 'commander';
import { wrapText } from './wrap-text.ts';

/** Asks for everything that may be given; `--help` leaves out what hardly anybody needs. */
export const helpAll = '--help-all';

/** Descriptions get at least so many characters a line, also in narrow terminals. */
const leastDescription = 18;

/** How help is laid out. `all` shows the folded options and those of every command, too. */
export function helpLayout(all: boolean) {
  return {
    showGlobalOptions: true,
    minWidthToWrap: leastDescription,
    formatHelp: (command: CommanderCommand, help: Help) => formatHelp(command, help, all),
  };
}

/** What stands below the options: an example, and, in lines of `columns` characters, where the rest is explained. */
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

/** Options under a heading of their own are for few. */
function isFolded({ helpGroupHeading }: Option): boolean {
  return helpGroupHeading !== undefined;
}

function formatHelp(command: CommanderCommand, help: Help, all: boolean): string {
  if (command.parent === null) return commandsFirst(Help.prototype.formatHelp.call(help, command, help));
  if (!all) fold(help);
  return Help.prototype.formatHelp.call(help, command, help);
}

/** Leaves out folded options, those of every command and long lists of choices: a screen is to hold the rest. */
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

/** The overview begins with the commands; its options follow. */
function commandsFirst(text: string): string {
  const sections = text.trimEnd().split('\n\n');
  const isLater = (section: string) => /^(Options|Everywhere):/.test(section);
  return `${[...sections.filter((part) => !isLater(part)), ...sections.filter(isLater)].join('\n\n')}\n`;
}
