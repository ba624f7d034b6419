import { counted } from '../../base/figures.ts';
import { byCodePoint } from '../../base/hash.ts';
import { firstFew } from '../first-few.ts';

/** Folders that file servers, operating systems and photo programs create for themselves, in lower case. */
const folders = new Set([
  '@eadir',
  '@recycle',
  '#recycle',
  '#snapshot',
  '@recently-snapshot',
  '$recycle.bin',
  'system volume information',
  'lost+found',
  '__macosx',
  '__pycache__',
  'captureone',
]);

/** Files that they create, in lower case. */
const files = new Set([
  'thumbs.db',
  'ehthumbs.db',
  'ehthumbs_vista.db',
  'zbthumbnail.info',
  'desktop.ini',
  'picasa.ini',
  'icon\r',
]);

/**
 * Whether a relative path (separated by `/`) lies in a folder that a file server, an operating system or a photo
 * program keeps for itself (thumbnails, bins, caches), or is such a file. These files may look like pictures but do not
 * belong to the data set.
 */
export function isSidecar(path: string): boolean {
  return sidecarIn(path) !== null;
}

/** A remark on the ignored paths: `@eaDir (24 files)`; empty if none is ignored. */
export function sidecarRemarks(paths: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const path of paths) {
    const name = sidecarIn(path);
    if (name !== null) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  if (counts.size === 0) return [];
  const found = [...counts].sort(([a], [b]) => byCodePoint(a, b)).map(([name, n]) => `${name} (${counted(n, 'file')})`);
  return [`ignored, as programs keep it beside pictures: ${firstFew(found)}`];
}

/** The step of the path that is such a folder or file; null if there is none. */
function sidecarIn(path: string): string | null {
  const steps = path.split('/');
  const last = steps.length - 1;
  return steps.find((step, index) => isKept(step) || (index === last && files.has(step.toLowerCase()))) ?? null;
}

function isKept(step: string): boolean {
  const name = step.toLowerCase();
  return folders.has(name) || name.endsWith('.lrdata');
}
