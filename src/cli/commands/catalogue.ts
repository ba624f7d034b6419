import type { Command } from './command.ts';

/** What the overview says of a command before its file is loaded. */
export type Entry = { readonly group: Group; readonly summary: string; load(): Promise<Command> };

/** The headings of the overview, in its order. */
export type Group = 'Recognise:' | 'Keep a bundle:' | 'Look around:';

const entry = (group: Group, summary: string, load: () => Promise<Command>): Entry => ({ group, summary, load });

/** Every command, in the order of the overview. */
export const commands: Readonly<Record<string, Entry>> = {
  backbones: entry('Look around:', 'what can embed pictures', async () => (await import('./backbones.ts')).backbones),
};
