import { basename, dirname, isAbsolute, relative, sep } from 'node:path';
import { isFolder } from '../open-dataset.ts';

/**
 * The folder that paths inside a bundle are relative to: the given folder, or the folder of the given list or picture.
 */
export async function homeOf(given: string): Promise<string> {
  return (await isFolder(given)) ? given : dirname(given);
}

/**
 * The path as a bundle keeps it: it says nothing about the machine, and the same data give the same bytes everywhere.
 */
export function portablePath(path: string, home: string): string {
  const inside = relative(home, path);
  const outside = isAbsolute(inside) || inside.split(sep)[0] === '..';
  return outside ? basename(path) : inside.split(sep).join('/');
}
