import { readdir } from 'node:fs/promises';
import { manifestName } from '../bundle/manifest.ts';
import { shellWord } from '../node/shell-word.ts';
import { misused } from './misuse.ts';

/**
 * Throws `misused` if the first argument is not a bundle but another one is; the hint is the command with the right
 * order.
 */
export async function requireBundleFirst(
  command: string,
  first: string,
  others: readonly (string | undefined)[],
): Promise<void> {
  const words = others.filter((word) => word !== undefined);
  const areBundles = await Promise.all(words.map(isBundle));
  const bundle = words.find((_, index) => areBundles[index]);
  if (bundle === undefined || (await isBundle(first))) return;
  const right = [bundle, ...words.map((word) => (word === bundle ? first : word))];
  throw misused('the bundle comes first', {
    given: `discern ${[command, first, ...words].map((word) => shellWord(word)).join(' ')}`,
    expected: `discern ${command} BUNDLE ...`,
    todo: `discern ${[command, ...right].map((word) => shellWord(word)).join(' ')}`,
  });
}

async function isBundle(path: string): Promise<boolean> {
  if (path.endsWith('.discern')) return true;
  return readdir(path).then(
    (names) => names.includes(manifestName),
    () => false,
  );
}
