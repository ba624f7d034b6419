import type { Command } from './command.ts';

/** A command in the overview: its group and summary, and a function that loads it. */
export type Entry = { readonly group: Group; readonly summary: string; load(): Promise<Command> };

/** The headings of the overview, in order. */
export type Group = 'Recognise pictures:' | 'Train a network:' | 'Keep a gallery:' | 'Use elsewhere:' | 'Look around:';

const entry = (group: Group, summary: string, load: () => Promise<Command>): Entry => ({ group, summary, load });

/** Commands by name, in the order of the overview. */
export type Catalogue = Readonly<Record<string, Entry>>;

/** Every command. */
export const commands: Catalogue = {
  compare: entry(
    'Recognise pictures:',
    'compare both approaches on the same pictures',
    async () => (await import('./compare.ts')).compare,
  ),
  fit: entry('Recognise pictures:', 'fit a bundle to pictures', async () => (await import('./fit.ts')).fit),
  predict: entry('Recognise pictures:', 'recognise pictures', async () => (await import('./predict.ts')).predict),
  evaluate: entry(
    'Recognise pictures:',
    'measure a bundle on labelled pictures',
    async () => (await import('./evaluate.ts')).evaluate,
  ),
  verify: entry(
    'Recognise pictures:',
    'say whether two pictures are of one class',
    async () => (await import('./verify.ts')).verify,
  ),
  calibrate: entry(
    'Recognise pictures:',
    'set the threshold of what is unknown, under a promise',
    async () => (await import('./calibrate.ts')).calibrate,
  ),
  explain: entry(
    'Recognise pictures:',
    'show which regions carry an answer',
    async () => (await import('./explain.ts')).explain,
  ),
  drift: entry(
    'Recognise pictures:',
    'say whether new pictures still are like those of the fit',
    async () => (await import('./drift.ts')).drift,
  ),
  train: entry(
    'Train a network:',
    'fine-tune a network on pictures, or from scratch',
    async () => (await import('./train.ts')).train,
  ),
  enrol: entry('Keep a gallery:', 'add pictures, without training', async () => (await import('./enrol.ts')).enrol),
  forget: entry('Keep a gallery:', 'remove pictures or a class', async () => (await import('./forget.ts')).forget),
  relabel: entry(
    'Keep a gallery:',
    'correct the label of pictures',
    async () => (await import('./relabel.ts')).relabel,
  ),
  rename: entry('Keep a gallery:', 'rename a class', async () => (await import('./rename.ts')).rename),
  merge: entry('Keep a gallery:', 'merge several classes into one', async () => (await import('./merge.ts')).merge),
  gallery: entry('Keep a gallery:', 'list what is enrolled', async () => (await import('./gallery.ts')).gallery),
  embed: entry('Use elsewhere:', 'write the embeddings of pictures', async () => (await import('./embed.ts')).embed),
  export: entry(
    'Use elsewhere:',
    'write one ONNX file for other programs',
    async () => (await import('./export.ts')).exportCommand,
  ),
  backbones: entry(
    'Look around:',
    'list the built-in networks',
    async () => (await import('./backbones.ts')).backbones,
  ),
  cache: entry('Look around:', 'show and prune the embedding cache', async () => (await import('./cache.ts')).cache),
  doctor: entry(
    'Look around:',
    'check whether this machine can run Discern',
    async () => (await import('./doctor.ts')).doctor,
  ),
  demo: entry('Look around:', 'try everything on the included pictures', async () => (await import('./demo.ts')).demo),
};
