import { existsSync } from 'node:fs';
import { sep } from 'node:path';
import { counted } from '../base/figures.ts';
import { joinPath } from '../data/paths.ts';
import { pathOfUrl } from './missing-path.ts';

/** How paths of a list are opened here, and, once they all are, what was changed in them. */
export type ListPaths = { pathOf(text: string): string; remarks(): string[] };

/**
 * Paths of a list as this machine opens them. Those written on Windows get slashes, addresses of files (`file://`)
 * become paths, and letters with accents are sought in both of Unicode's forms; what exists as it is written stays
 * so.
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

/** Nothing in it is written otherwise elsewhere: no need to look whether it is there. */
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

/** A drive or a server has no place here, whatever its separators. */
function withSlashes(text: string): string {
  return sep === '\\' || /^([a-z]:|\\\\)/i.test(text) ? text : text.replaceAll('\\', '/');
}
