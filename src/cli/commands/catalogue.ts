import type { Command } from './command.ts';

/** What the overview says of a command before its file is loaded. */
export type Entry = { readonly group: Group; readonly summary: string; load(): Promise<Command> };

/** The headings of the overview, in its order. */
export type Group = 'Recognise pictures:' | 'Train a network:' | 'Keep a gallery:' | 'Use elsewhere:' | 'Look around:';

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
  fit: entry('Recognise pictures:', 'learn a bundle from pictures', async () => (await import('./fit.ts')).fit),
  predict: entry('Recognise pictures:', 'recognise pictures', async () => (await import('./predict.ts')).predict),
  evaluate: entry(
    'Recognise pictures:',
    'measure a bundle on labelled pictures',
    async () => (await import('./evaluate.ts')).evaluate,
  ),
  verify: entry('Recognise pictures:', 'same class or not', async () => (await import('./verify.ts')).verify),
  train: entry(
    'Train a network:',
    'fine-tune a network on pictures, or from scratch',
    async () => (await import('./train.ts')).train,
  ),
  enrol: entry('Keep a gallery:', 'add pictures, without training', async () => (await import('./enrol.ts')).enrol),
  forget: entry('Keep a gallery:', 'take pictures out again', async () => (await import('./forget.ts')).forget),
  relabel: entry(
    'Keep a gallery:',
    'give pictures their right label',
    async () => (await import('./relabel.ts')).relabel,
  ),
  rename: entry('Keep a gallery:', 'give a class another name', async () => (await import('./rename.ts')).rename),
  merge: entry('Keep a gallery:', 'make several classes one', async () => (await import('./merge.ts')).merge),
  gallery: entry('Keep a gallery:', 'what is enrolled', async () => (await import('./gallery.ts')).gallery),
  embed: entry('Use elsewhere:', 'write the vectors of pictures', async () => (await import('./embed.ts')).embed),
  export: entry(
    'Use elsewhere:',
    'one ONNX file for other programs',
    async () => (await import('./export.ts')).exportCommand,
  ),
  backbones: entry('Look around:', 'what can embed pictures', async () => (await import('./backbones.ts')).backbones),
  cache: entry('Look around:', 'see and prune the cache of embeddings', async () => (await import('./cache.ts')).cache),
  doctor: entry(
    'Look around:',
    'whether this machine can run Discern',
    async () => (await import('./doctor.ts')).doctor,
  ),
  demo: entry('Look around:', 'all of it on the shipped pictures', async () => (await import('./demo.ts')).demo),
};
