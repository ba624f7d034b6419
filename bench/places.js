import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** The pictures that benchmarks are run on; they are no part of the repository. As one would type them in its root. */
export const grocery = {
  train: beside('shared/data/grocery/train'),
  val: beside('shared/data/grocery/val'),
};

/** Hand-drawn characters, a folder for each, named ALPHABET__CHARACTER. */
export const omniglot = beside('shared/data/omniglot/background');

/** Emoji, a folder for each, with a picture by each of three vendors. */
export const emoji = beside('shared/data/emoji-crossvendor');

/** The command line. */
export const cli = fileURLToPath(new URL('../bin/discern.js', import.meta.url));

/**
 * A file of this folder.
 * @param {string} name
 */
export function here(name) {
  return fileURLToPath(new URL(name, import.meta.url));
}

/** @param {string} path */
function beside(path) {
  return relative(process.cwd(), fileURLToPath(new URL(`../../${path}`, import.meta.url)));
}
