import { DiscernError } from '../base/error.ts';
import { byCodePoint } from '../base/hash.ts';
import { classesOf } from './classes-of.ts';
import { type Dataset, type Part, parts, type Sample } from './dataset.ts';
import { counted, firstFew } from './first-few.ts';
import { extensionOf, isHidden, joinPath, looksLikePicture } from './paths.ts';

/** Everything under a folder, to any depth: paths relative to it, separated by `/`, in any order. */
export type FolderListing = {
  readonly files: readonly string[];
  readonly folders: readonly string[];
  /** Folders among them that cannot be read. */
  readonly unreadable?: readonly string[];
};

/** A picture of the folder: where it lies, in which part, and in which folder of that part (empty: directly). */
type Located = { readonly path: string; readonly part: Part | null; readonly folder: string };

/**
 * The data set that a folder of pictures is. Where it has folders `train`, `val` or `test`, only those are read, each
 * as follows; else the folder itself: each direct subfolder is a class, and all pictures in it, to any depth, are of it.
 * A subfolder that holds no picture itself but only further folders is a heading: these are the classes, nested to any
 * depth, with labels such as `Fruit/Apple`. Hidden files are ignored; what else is not read is remarked. A folder that
 * cannot be read takes the place of its pictures, so that whoever opens it says why.
 * Throws `empty` without pictures and `bad-data` without class folders.
 */
export function folderDataset(name: string, root: string, listing: FolderListing): Dataset {
  const files = listing.files.filter((path) => !isHidden(path));
  const folders = listing.folders.filter((path) => !isHidden(path));
  const present = parts.filter((part) => folders.includes(part));
  const readable = (path: string) => present.length === 0 || present.some((part) => path.startsWith(`${part}/`));
  const pictures = files.filter((path) => readable(path) && looksLikePicture(path)).sort(byCodePoint);
  const unreadable = (listing.unreadable ?? []).filter(readable).sort(byCodePoint);
  const located = [
    ...pictures.map((path) => locate(path, present)),
    ...unreadable.map((path) => ({ ...locate(`${path}/`, present), path })),
  ];
  const holders = new Set(located.map(({ folder }) => folder).filter((folder) => folder !== ''));
  const samples = located.filter(({ folder }) => folder !== '').map((place) => toSample(root, place, holders));
  if (samples.length === 0) throw nothingToLearnFrom(root, pictures);
  return {
    name,
    samples,
    classes: classesOf(samples),
    pairs: [],
    triplets: [],
    remarks: [
      ...siblingRemarks([...files, ...folders], present),
      ...otherFileRemarks(files.filter((path) => readable(path) && !looksLikePicture(path))),
      ...looseRemarks(located),
      ...mixedRemarks(holders),
      ...emptyRemarks(folders, present, holders, [...pictures, ...unreadable.map((path) => `${path}/`)]),
    ],
  };
}

function locate(path: string, present: readonly Part[]): Located {
  const part = present.find((name) => path.startsWith(`${name}/`)) ?? null;
  return { path, part, folder: parentOf(withoutPart(path, present)) };
}

function withoutPart(path: string, present: readonly Part[]): string {
  const part = present.find((name) => path === name || path.startsWith(`${name}/`));
  return part === undefined ? path : path.slice(part.length + 1);
}

function toSample(root: string, { path, part, folder }: Located, holders: ReadonlySet<string>): Sample {
  const label = classFolder(folder, holders).normalize('NFC');
  return { path: joinPath(root, path), label, part, group: null };
}

/** The outermost folder on the way to `folder` that holds pictures itself. */
function classFolder(folder: string, holders: ReadonlySet<string>): string {
  return ancestorsOf(folder).find((ancestor) => holders.has(ancestor)) ?? folder;
}

/** `a/b/c` -> `a`, `a/b`, `a/b/c`. */
function ancestorsOf(folder: string): string[] {
  const steps = folder.split('/');
  return steps.map((_, index) => steps.slice(0, index + 1).join('/'));
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function siblingRemarks(paths: readonly string[], present: readonly Part[]): string[] {
  if (present.length === 0) return [];
  const siblings = [...new Set(paths.map((path) => path.split('/')[0]))].sort(byCodePoint);
  const ignored = siblings.filter((sibling) => !parts.some((part) => part === sibling));
  return ignored.length === 0 ? [] : [`only ${present.join(', ')} are read; beside them lie: ${firstFew(ignored)}`];
}

function otherFileRemarks(others: readonly string[]): string[] {
  if (others.length === 0) return [];
  const endings = [...new Set(others.map((path) => extensionOf(path) || 'no ending'))].sort(byCodePoint);
  return [`${counted(others.length, 'file')} not read, because not named as pictures: ${firstFew(endings)}`];
}

function looseRemarks(located: readonly Located[]): string[] {
  const loose = located.filter(({ folder }) => folder === '').map(({ path }) => path);
  return loose.length === 0 ? [] : [`${counted(loose.length, 'picture')} not read, in no class: ${firstFew(loose)}`];
}

function mixedRemarks(holders: ReadonlySet<string>): string[] {
  const inner = [...holders].filter((folder) => classFolder(folder, holders) !== folder);
  const mixed = [...new Set(inner.map((folder) => classFolder(folder, holders)))].sort(byCodePoint);
  return mixed.length === 0 ? [] : [`classes that include the pictures of their subfolders: ${firstFew(mixed)}`];
}

/** The outermost folders in which no picture lies, unless inside a class. */
function emptyRemarks(
  folders: readonly string[],
  present: readonly Part[],
  holders: ReadonlySet<string>,
  pictures: readonly string[],
): string[] {
  const filled = new Set([...new Set(pictures.map(parentOf))].flatMap(ancestorsOf));
  const read = folders.filter((path) => present.length === 0 || withoutPart(path, present) !== path);
  const hollow = new Set(read.filter((path) => !filled.has(path)));
  const empty = [...hollow].filter((path) => !hollow.has(parentOf(path)) && !isInClass(path, present, holders));
  return empty.length === 0 ? [] : [`folders without a picture: ${firstFew(empty.sort(byCodePoint))}`];
}

function isInClass(path: string, present: readonly Part[], holders: ReadonlySet<string>): boolean {
  return ancestorsOf(withoutPart(path, present))
    .slice(0, -1)
    .some((ancestor) => holders.has(ancestor));
}

function nothingToLearnFrom(root: string, pictures: readonly string[]): DiscernError {
  const layout = 'one folder per class with its pictures inside, or train, val and test folders of such';
  if (pictures.length === 0) {
    return new DiscernError('empty', `no pictures in ${root}`, {
      given: root,
      expected: layout,
      todo: 'give the folder that holds the class folders, or a .csv with the columns path,label',
    });
  }
  return new DiscernError('bad-data', `${root} has no class folders`, {
    given: `${counted(pictures.length, 'picture')} directly in ${root}`,
    expected: layout,
    todo: 'put the pictures of each class into a folder of its name, or list them in a .csv with the columns path,label',
  });
}
