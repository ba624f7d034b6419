import { existsSync } from 'node:fs';
import { sep } from 'node:path';
import { counted } from '../../base/figures.ts';
import { joinPath } from '../../data/paths.ts';
import { pathOfUrl } from '../files/missing-path.ts';

/** Opens the paths of a list here. `remarks` tells, after all paths, what was changed in them. */
export type ListPaths = { pathOf(text: string): string; remarks(): string[] };

/**
 * Paths of a list as this machine opens them. Paths written on Windows get slashes, file addresses (`file://`) become
 * paths, and accented letters are looked up in both of Unicode's normal forms. A path that exists as written stays as
 * it is.
 */
export function listPaths(folder: string): ListPaths {
  let [slashed, addresses] = [0, 0];
  const pathOf = (text: string) => {
    const file = pathOfUrl(text);
    if (file !== null) {
      addresses++;
      return file;
    }
    const path = joinPath(folder, text);
    const found = isPlain(path) ? path : spelling(path, joinPath(folder, withSlashes(text)));
    if (text.includes('\\') && !found.includes('\\')) slashed++;
    return found;
  };
  const remarks = () => [
    ...(slashed > 0 ? [`backslashes read as slashes in ${counted(slashed, 'path')}`] : []),
    ...(addresses > 0 ? [`${counted(addresses, 'address', 'addresses')} of files read as paths`] : []),
  ];
  return { pathOf, remarks };
}

/** Whether a path is written the same on every machine, so that its existence need not be checked. */
function isPlain(path: string): boolean {
  return /^[\x20-\x5b\x5d-\x7e]*$/.test(path);
}

function spelling(path: string, slashed: string): string {
  const forms = [
    path,
    path.normalize('NFC'),
    path.normalize('NFD'),
    slashed,
    slashed.normalize('NFC'),
    slashed.normalize('NFD'),
  ];
  return [...new Set(forms)].find((form) => existsSync(form)) ?? slashed;
}

/** A Windows path with slashes. A drive or a server does not exist here, so such a path stays as it is. */
function withSlashes(text: string): string {
  return sep === '\\' || /^([a-z]:|\\\\)/i.test(text) ? text : text.replaceAll('\\', '/');
}
