import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Card } from '../../backbones/card.ts';
import { cards } from '../../backbones/cards/catalogue.ts';
import { packageRoot } from '../package-root.ts';
import type { Check } from './check.ts';

/** Checks that the embedded models are there, byte for byte. */
export const models: Check = {
  title: 'embedded models',
  essential: true,
  look: async () => {
    const embedded = Object.values<Card>(cards);
    const states = await Promise.all(embedded.map(async (card) => ({ card, whole: await isWhole(card) })));
    const damaged = states.filter(({ whole }) => !whole).map(({ card }) => card.name);
    if (damaged.length === 0) return { ok: true, found: embedded.map(({ name }) => name).join(', ') };
    return { ok: false, found: `missing or damaged: ${damaged.join(', ')}`, todo: 'install the package again' };
  },
};

async function isWhole({ file, sha256 }: Card): Promise<boolean> {
  const bytes = await readFile(join(packageRoot(), 'models', file ?? '')).catch(() => null);
  return bytes !== null && createHash('sha256').update(bytes).digest('hex') === sha256;
}
