import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { DiscernError } from '../../base/error.ts';
import type { Sample } from '../../data/dataset.ts';
import { shellWord } from '../shell-word.ts';

/**
 * Throws `misused` where a result would lie inside a folder that it is made from, of pictures or a bundle: the next run
 * would read it. The error names a place beside that folder. Lists are no folders. Links are followed. `option` is the
 * option that gives the place.
 */
export async function requireOutside(
  out: string,
  sources: readonly (string | undefined)[],
  option = '--out',
): Promise<void> {
  const place = await realPlace(out);
  for (const source of sources) {
    if (source === undefined || !(await isFolder(source)) || !isWithin(place, await realPlace(source))) continue;
    throw new DiscernError('misused', `${out} lies inside ${source}, which is read`, {
      given: `${option} ${shellWord(out)}`,
      expected: 'a place outside of what is read',
      todo: `choose a place beside it: ${option} ${shellWord(besideFolder(source, nameOf(out, source)))}`,
    });
  }
}

/**
 * The folders in which a data set's pictures lie: the folder itself or, where it has the parts train, val and test, the
 * folders of the parts. What lies beside them is not read.
 */
export function foldersRead(data: string, samples: readonly Pick<Sample, 'path' | 'part'>[]): string[] {
  const names = new Set(samples.map(({ path }) => relative(data, path).split(sep)[0]));
  const isParted = samples.length > 0 && samples.every(({ part }) => part !== null);
  return isParted && !names.has('..') ? [...names].map((name) => join(data, name)) : [data];
}

/** A path with that name beside a folder, as it can be typed here. */
export function besideFolder(folder: string, name: string): string {
  const isNamed = /[^.]/.test(basename(folder));
  return join(isNamed ? dirname(folder) : join(folder, '..'), name);
}

/** The result's own name; where the result is the folder itself, the folder's name. */
function nameOf(out: string, source: string): string {
  return resolve(out) === resolve(source) ? `${basename(resolve(source))}-bundle` : basename(resolve(out));
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** The path with its links resolved, as far as it exists. */
async function realPlace(path: string): Promise<string> {
  const whole = resolve(path);
  const above = dirname(whole);
  return realpath(whole).catch(async () => (above === whole ? whole : join(await realPlace(above), basename(whole))));
}

function isWithin(path: string, folder: string): boolean {
  const inside = relative(folder, path);
  return !isAbsolute(inside) && inside.split(sep)[0] !== '..';
}
