import type { WorkOptions } from '../node/work-options.ts';
import type { Context } from './context.ts';

/** How the library is to work, as the command line and the person's folders say. */
export function workOptions(context: Context): WorkOptions {
  if (context.cacheHasNoFolder) context.warn(noCache);
  const { seed, threads, cacheEnabled, embeddingsFolder, progress, signal, warn } = context;
  return { seed, threads, progress, signal, warn, ...(cacheEnabled && { cacheFolder: embeddingsFolder }) };
}

const noCache = 'going on without the cache: no home folder is known, nor XDG_CACHE_HOME set to a full path';
