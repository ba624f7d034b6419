import type { Command } from './command.ts';

/** What the overview says of a command before its file is loaded. */
export type Entry = { readonly group: Group; readonly summary: string; load(): Promise<Command> };

/** The headings of the overview, in its order. */
export type Group = 'Recognise pictures:' | 'Keep a gallery:' | 'Use elsewhere:' | 'Look around:';

const entry = (group: Group, summary: string, load: () => Promise<Command>): Entry => ({ group, summary, load });

/** Commands by name, in the order of the overview. */
export type Catalogue = Readonly<Record<string, Entry>>;

/** Every command. */
export const commands: Catalogue = {
  compare: entry(
    'Recognise pictures:',
    'both ways on the same pictures: which to use',
    async () => (await import('./compare.ts')).compare,
  ),
  backbones: entry('Look around:', 'what can embed pictures', async () => (await import('./backbones.ts')).backbones),
  cache: entry('Look around:', 'see and prune the cache of embeddings', async () => (await import('./cache.ts')).cache),
  doctor: entry(
    'Look around:',
    'whether this machine can run Discern',
    async () => (await import('./doctor.ts')).doctor,
  ),
};
