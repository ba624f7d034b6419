import type { WorkOptions } from '../node/work-options.ts';
import type { Context } from './context.ts';

/** How the library is to work, as the command line and the person's folders say. */
export function workOptions(context: Context): WorkOptions {
  const { seed, threads, cacheEnabled, embeddingsFolder, progress, signal, warn } = context;
  return { seed, threads, progress, signal, warn, ...(cacheEnabled && { cacheFolder: embeddingsFolder }) };
}
