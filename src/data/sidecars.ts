import { byCodePoint } from '../base/hash.ts';
import { counted, firstFew } from './first-few.ts';

/** Folders that file servers, systems and photo programs make for themselves, in lower case. */
const folders = new Set([
  '@eadir',
  '@recycle',
  '#recycle',
  '#snapshot',
  '@recently-snapshot',
  '$recycle.bin',
  'recycler',
  'system volume information',
  'lost+found',
  '__macosx',
  '__pycache__',
  'captureone',
]);

/** Files that they make, in lower case. */
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
 * Whether a relative path, separated by `/`, lies in a folder that a file server, a system or a photo program keeps for
 * itself (thumbnails, bins, caches), or is a file of that kind. What lies there looks like pictures and is none of the
 * person's.
 */
export function isSidecar(path: string): boolean {
  return sidecarIn(path) !== null;
}

/** What is passed over of these paths, for a person: `@eaDir (24 files)`; nothing where nothing is. */
export function sidecarRemarks(paths: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const path of paths) {
    const name = sidecarIn(path);
    if (name !== null) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  if (counts.size === 0) return [];
  const found = [...counts].sort(([a], [b]) => byCodePoint(a, b)).map(([name, n]) => `${name} (${counted(n, 'file')})`);
  return [`passed over what programs keep beside pictures: ${firstFew(found)}`];
}

/** The step of the path that says so; null where none does. */
function sidecarIn(path: string): string | null {
  const steps = path.split('/');
  const last = steps.length - 1;
  return steps.find((step, index) => isKept(step) || (index === last && files.has(step.toLowerCase()))) ?? null;
}

function isKept(step: string): boolean {
  const name = step.toLowerCase();
  return folders.has(name) || name.endsWith('.lrdata');
}
