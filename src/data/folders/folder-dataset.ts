import { DiscernError } from '../../base/error.ts';
import { counted } from '../../base/figures.ts';
import { byCodePoint } from '../../base/hash.ts';
import { classesOf } from '../classes-of.ts';
import type { Dataset, Part, Sample } from '../dataset.ts';
import { firstFew } from '../first-few.ts';
import { likenessRemarks } from '../manifests/cell-text.ts';
import { isHidden, joinPath, looksLikePicture } from '../paths.ts';
import { type FolderLayout, folderLayout } from './folder-layout.ts';
import { folderTree } from './folder-tree.ts';
import type { TakeParts } from './part-folders.ts';
import { isSidecar, sidecarRemarks } from './sidecars.ts';
import { renameThem, unreadFiles } from './unread-files.ts';

/** Everything inside a folder, to any depth: paths relative to it, separated by `/`, in any order. */
export type FolderListing = {
  readonly files: readonly string[];
  readonly folders: readonly string[];
  /** Folders that cannot be read. */
  readonly unreadable?: readonly string[];
};

/** Options of reading a folder. */
export type FolderOptions = {
  /** Folders named train, val, test or similar: parts (`yes`), classes (`no`), or decided by their content (`auto`). */
  readonly parts?: TakeParts | undefined;
};

/** A picture: its path, its part, and its folder inside that part (empty: directly in the part). */
type Located = { readonly path: string; readonly part: Part | null; readonly folder: string };

/**
 * Reads a folder of pictures as a data set. If it has part folders such as `train`, `val` or `test`, only these are
 * read (see `folderLayout`); otherwise the folder itself is read. In either, each direct subfolder is a class with all
 * pictures inside it, to any depth. A subfolder without pictures of its own is a heading: the folders in it are the
 * classes, nested to any depth, with labels such as `Fruit/Apple`. Hidden files are ignored; a remark lists everything
 * else that is not read. An unreadable folder becomes one sample with the folder's path, so that opening it reports
 * the reason. Throws `empty` without pictures, `bad-data` without class folders, `ambiguous-data` if parts are unclear.
 */
export function folderDataset(
  name: string,
  root: string,
  listing: FolderListing,
  { parts: take = 'auto' }: FolderOptions = {},
): Dataset {
  const visible = (path: string) => !isHidden(path) && !isSidecar(path);
  const [files, folders] = [listing.files.filter(visible), listing.folders.filter(visible)];
  const all = files.filter(looksLikePicture).sort(byCodePoint);
  const layout = folderLayout(root, folderTree(all, folders), take);
  const pictures = all.filter((path) => layout.place(path) !== null);
  const unreadable = (listing.unreadable ?? []).filter((path) => visible(path) && layout.place(`${path}/`) !== null);
  const located = [
    ...pictures.map((path) => locate(path, layout)),
    ...unreadable.sort(byCodePoint).map((path) => ({ ...locate(`${path}/`, layout), path })),
  ];
  const holders = new Set(located.map(({ folder }) => folder).filter((folder) => folder !== ''));
  const samples = located.filter(({ folder }) => folder !== '').map((place) => toSample(root, place, holders));
  const unread = unreadFiles(files.filter((path) => layout.place(path) !== null));
  if (samples.length === 0) throw noSamples(root, pictures, unread);
  return {
    name,
    samples,
    classes: classesOf(samples),
    pairs: [],
    triplets: [],
    remarks: [
      ...layout.remarks,
      ...siblingRemarks([...files, ...folders], layout),
      ...sidecarRemarks(listing.files.filter((path) => !isHidden(path))),
      ...(unread === null ? [] : [unread]),
      ...looseRemarks(located),
      ...mixedRemarks(holders),
      ...emptyRemarks(folders, layout, holders, [...pictures, ...unreadable.map((path) => `${path}/`)]),
      ...likenessRemarks(samples),
    ],
  };
}

function locate(path: string, { place }: FolderLayout): Located {
  const { part = null, inner = path } = place(path) ?? {};
  return { path, part, folder: parentOf(inner) };
}

function toSample(root: string, { path, part, folder }: Located, holders: ReadonlySet<string>): Sample {
  const steps = classFolder(folder, holders).split('/');
  const label = steps
    .map((step) => step.trim())
    .join('/')
    .normalize('NFC');
  return { path: joinPath(root, path), label: label === '' ? null : label, part, group: null };
}

/** The outermost ancestor of `folder` that holds pictures directly. */
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

function siblingRemarks(paths: readonly string[], { place, home, read }: FolderLayout): string[] {
  if (read.length === 0) return [];
  const ignored = paths.filter((path) => place(path) === null && path !== home && !home.startsWith(`${path}/`));
  const inside = (path: string) => (path.startsWith(`${home}/`) ? path.slice(home.length + 1) : path);
  const beside = [...new Set(ignored.map((path) => inside(path).split('/')[0]))].filter((name) => !read.includes(name));
  const [verb, them] = read.length === 1 ? ['is', 'it'] : ['are', 'them'];
  return beside.length === 0
    ? []
    : [`only ${read.join(', ')} ${verb} read; not read beside ${them}: ${firstFew(beside.sort(byCodePoint))}`];
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

/** A remark about the outermost folders without any picture; folders inside a class are left out. */
function emptyRemarks(
  folders: readonly string[],
  { place }: FolderLayout,
  holders: ReadonlySet<string>,
  pictures: readonly string[],
): string[] {
  const filled = new Set([...new Set(pictures.map(parentOf))].flatMap(ancestorsOf));
  const hollow = new Set(folders.filter((path) => place(path) !== null && !filled.has(path)));
  const isInClass = (path: string) =>
    ancestorsOf(parentOf(place(path)?.inner ?? '')).some((ancestor) => holders.has(ancestor));
  const empty = [...hollow].filter((path) => !hollow.has(parentOf(path)) && !isInClass(path));
  return empty.length === 0 ? [] : [`folders without a picture: ${firstFew(empty.sort(byCodePoint))}`];
}

function noSamples(root: string, pictures: readonly string[], unread: string | null): DiscernError {
  const layout =
    'one folder per class with its pictures inside, or train, val and test folders that hold class folders';
  if (pictures.length === 0) {
    return new DiscernError('empty', `no pictures in ${root}`, {
      given: unread === null ? root : `${root}: ${unread}`,
      expected: layout,
      todo:
        unread === null
          ? 'give the folder that holds the class folders, or a .csv with the columns path,label'
          : renameThem,
    });
  }
  return new DiscernError('bad-data', `${root} has no class folders`, {
    given: `${counted(pictures.length, 'picture')} directly in ${root}`,
    expected: layout,
    todo: 'put the pictures of each class into a folder of its name, or list them in a .csv with columns path,label',
  });
}
