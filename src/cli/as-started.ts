import { commands } from './commands/catalogue.ts';

const command = new RegExp(
  `(^|[\\s\`(])discern (?=(?:${Object.keys(commands).join('|')}|COMMAND|--[a-z]+)(?![\\w]))`,
  'g',
);

/** A text whose commands begin with the words that start the program here, instead of `discern`. */
export function asStarted(text: string, program: string): string {
  return program === 'discern' ? text : text.replace(command, (_, before: string) => `${before}${program} `);
}

/** A JSON value of which every `todo`, however deep, says its commands as they are typed here. */
export function todosAsStarted(value: unknown, program: string): unknown {
  if (program === 'discern') return value;
  return JSON.parse(
    JSON.stringify(value, (name, member: unknown) =>
      name === 'todo' && typeof member === 'string' ? asStarted(member, program) : member,
    ),
  );
}
