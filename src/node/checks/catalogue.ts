import { cacheStore } from './cache-store.ts';
import type { Check, Finding, Surroundings } from './check.ts';
import { decoder } from './decoder.ts';
import { freeDisk } from './free-disk.ts';
import { inference } from './inference.ts';
import { memory } from './memory.ts';
import { models } from './models.ts';
import { nodeVersion } from './node-version.ts';

/** Everything that Discern checks on a machine, in the order of a report. */
export const checks = { nodeVersion, decoder, inference, models, cacheStore, freeDisk, memory } satisfies Readonly<
  Record<string, Check>
>;

/** The result of a check, with its name in the catalogue. */
export type Checked = Omit<Check, 'look'> & Finding & { readonly name: string };

/** Runs every check; never throws. The machine can run Discern where all essential checks are ok. */
export function checkMachine(surroundings: Surroundings): Promise<readonly Checked[]> {
  return Promise.all(
    Object.entries<Check>(checks).map(async ([name, { title, essential, look }]) => {
      const finding = await look(surroundings).catch(failed);
      return { name, title, essential, ...finding };
    }),
  );
}

function failed(error: unknown): Finding {
  const found = error instanceof Error ? error.message.split('\n')[0] : String(error);
  return { ok: false, found, todo: 'run npm run setup, or install the package again' };
}
