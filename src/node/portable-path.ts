import { basename, dirname, isAbsolute, relative, sep } from 'node:path';
import { isFolder } from './open-dataset.ts';

/** What paths inside a bundle are relative to: the folder given, or the folder of the list or picture given. */
export async function homeOf(given: string): Promise<string> {
  return (await isFolder(given)) ? given : dirname(given);
}

/** The path as a bundle keeps it: it tells nothing of the machine, and the same data give the same bytes anywhere. */
export function portablePath(path: string, home: string): string {
  const inside = relative(home, path);
  const outside = isAbsolute(inside) || inside.split(sep)[0] === '..';
  return outside ? basename(path) : inside.split(sep).join('/');
}
