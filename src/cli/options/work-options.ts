import type { WorkOptions } from '../../node/work-options.ts';
import type { Context } from '../context.ts';

/** The options for the library: seed, threads, progress, signal, warnings and cache folder. */
export function workOptions(context: Context): WorkOptions {
  if (context.cacheHasNoFolder) context.warn(noCache);
  const { seed, threads, cacheEnabled, embeddingsFolder, progress, signal, warn } = context;
  return { seed, threads, progress, signal, warn, ...(cacheEnabled && { cacheFolder: embeddingsFolder }) };
}

const noCache = 'working without a cache: no home folder is known, and XDG_CACHE_HOME is not set to a full path';
