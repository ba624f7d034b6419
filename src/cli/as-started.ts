import { commands } from './commands/catalogue.ts';

const command = new RegExp(
  `(^|[\\s\`(])discern (?=(?:${Object.keys(commands).join('|')}|COMMAND|--[a-z]+)(?![\\w]))`,
  'g',
);

/** Replaces `discern` in the commands of a text by the words that start the program here (`npx discern`). */
export function asStarted(text: string, program: string): string {
  return program === 'discern' ? text : text.replace(command, (_, before: string) => `${before}${program} `);
}

/** Applies `asStarted` to every `todo` of a JSON value, at any depth. */
export function todosAsStarted(value: unknown, program: string): unknown {
  if (program === 'discern') return value;
  return JSON.parse(
    JSON.stringify(value, (name, member: unknown) =>
      name === 'todo' && typeof member === 'string' ? asStarted(member, program) : member,
    ),
  );
}
