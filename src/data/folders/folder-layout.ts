import { DiscernError } from '../../base/error.ts';
import type { Part } from '../dataset.ts';
import { joinPath } from '../paths.ts';
import { type FolderNode, filledFolders, holdsFolders } from './folder-tree.ts';
import { type PartFolders, partFolders, type TakeParts } from './part-folders.ts';
import { partNameOf, partsByName, partsInWords } from './part-names.ts';

/** The layout of a folder of pictures: which folders are parts, and which are classes. */
export type FolderLayout = {
  /** The part of a path (null: no parts) and the rest of it, relative to the folder of the classes; null: not read. */
  place(path: string): { readonly part: Part | null; readonly inner: string } | null;
  /** The folder that holds the parts or classes, relative to the given folder; empty for the given folder. */
  readonly home: string;
  /** The names of the part folders in `home`, as on disk; empty without parts. */
  readonly read: readonly string[];
  /** Notes for the user: how folders were interpreted, and what is not read. */
  readonly remarks: readonly string[];
};

const layouts = 'train, val and test folders, each with one folder per class; or one folder per class';

/** Names of wrapper folders without a meaning, as in `train/images/cat`. */
const wrappers = /^(images?|imgs?|pictures?|photos?|data|dataset|jpe?gs?|pngs?)$/i;

/**
 * Recognises the layout of a folder of pictures: parts that hold class folders (`Training/cat`), also inside a single
 * folder (`pets/train/cat`) or doubled (`seg_train/seg_train/cat`); classes that hold parts (`cat/train`); otherwise
 * only classes. Throws `ambiguous-data` if folders named like parts may be parts or classes, with the option that
 * decides it, and `bad-data` if `take` is `yes` and there are no parts.
 */
export function folderLayout(root: string, tree: FolderNode, take: TakeParts): FolderLayout {
  const { node, home } = homeOf(tree, take);
  const found = partFolders(node, take);
  if (found.kind === 'ask') throw unclear(root, home, found);
  if (found.kind === 'parts') return inParts(root, node, home, found, take);
  const inside = found.kind === 'none' && take !== 'no' ? partsInClasses(node) : null;
  if (inside) return inside;
  requireNoParts(root, tree, '', take);
  if (take === 'yes') throw noParts(root);
  const remarks = found.kind === 'classes' ? [classesInWords(found)] : [];
  return { place: (path) => ({ part: null, inner: path }), home: '', read: [], remarks };
}

/** The folder that holds the parts: the given one, or its only subfolder, at any depth. */
function homeOf(tree: FolderNode, take: TakeParts): { readonly node: FolderNode; readonly home: string } {
  let node = tree;
  const steps: string[] = [];
  while ((node === tree || node.direct === 0) && partFolders(node, take).kind === 'none') {
    const [only, ...more] = filledFolders(node);
    if (only === undefined || more.length > 0) break;
    steps.push(only[0]);
    node = only[1];
  }
  return partFolders(node, take).kind === 'none' ? { node: tree, home: '' } : { node, home: steps.join('/') };
}

function inParts(
  root: string,
  node: FolderNode,
  home: string,
  { named, besides }: Extract<PartFolders, { kind: 'parts' }>,
  take: TakeParts,
): FolderLayout {
  const prefixes = [...named].map(([name, part]) => {
    const inside = wrapperIn(name, node.folders.get(name));
    return { part, prefix: [...(home === '' ? [] : [home]), name, ...inside].join('/') };
  });
  for (const name of named.keys()) requireNoParts(root, node.folders.get(name), [home, name].join('/'), take);
  const place = (path: string) => {
    const found = prefixes.find(({ prefix }) => path === prefix || path.startsWith(`${prefix}/`));
    return found ? { part: found.part, inner: path.slice(found.prefix.length + 1) } : null;
  };
  const alone = named.size === 1 && besides.length > 0 && take === 'auto';
  const classes = alone ? [`if ${[...named.keys()][0]} is a class like those beside it: --parts no`] : [];
  return { place, home, read: [...named.keys()], remarks: [...homeInWords(home), ...partsInWords(named), ...classes] };
}

/** The wrapper folders between a part and its classes: the part's name again, or a word such as `images`. */
function wrapperIn(name: string, folder: FolderNode | undefined): string[] {
  if (folder === undefined || folder.direct > 0) return [];
  const [only, ...more] = filledFolders(folder);
  if (only === undefined || more.length > 0) return [];
  const [inner, below] = only;
  const isSame = inner.toLowerCase() === name.toLowerCase() || samePart(inner, name);
  return isSame || wrappers.test(inner) ? [inner, ...wrapperIn(inner, below)] : [];
}

function samePart(a: string, b: string): boolean {
  const [one, other] = [partNameOf(a), partNameOf(b)];
  return one !== null && other !== null && one.meanings[0] === other.meanings[0];
}

/** The layout `cat/train`, `cat/test`, `dog/train`: every class holds only part folders; null for other layouts. */
function partsInClasses(node: FolderNode): FolderLayout | null {
  const inner = filledFolders(node).flatMap(([, folder]) => (folder.direct > 0 ? [null] : filledFolders(folder)));
  const names = [...new Set(inner.map((entry) => entry?.[0] ?? ''))];
  const named = partsByName(names);
  const isParted = inner.length > 0 && inner.every((entry) => entry !== null && !holdsFolders(entry[1]));
  const areParts = names.every((name) => named.has(name)) && new Set(named.values()).size === names.length;
  if (!isParted || !areParts || names.length < 2 || ![...named.values()].includes('train')) return null;
  const place = (path: string) => {
    const [label, name, ...rest] = path.split('/');
    return { part: named.get(name ?? '') ?? null, inner: [label, ...rest].join('/') };
  };
  const remark = `${names.join(', ')} inside each class were taken for parts`;
  return { place, home: '', read: [], remarks: [remark, ...partsInWords(named)] };
}

/** Throws if parts lie deeper than where they are expected: they would become classes. */
function requireNoParts(root: string, node: FolderNode | undefined, way: string, take: TakeParts): void {
  if (node === undefined || take === 'no') return;
  for (const [name, folder] of filledFolders(node)) {
    const inside = [way, name].filter((step) => step !== '').join('/');
    if (folder.direct > 0) continue;
    const found = partFolders(folder, 'auto');
    const names = found.kind === 'parts' ? [...found.named.keys()] : found.kind === 'ask' ? found.names : [];
    if (names.length > 1) throw tooDeep(root, inside, names);
    requireNoParts(root, folder, inside, take);
  }
}

function classesInWords({ names, like }: Extract<PartFolders, { kind: 'classes' }>): string {
  const beside = `like ${like.slice(0, 3).join(', ')} beside`;
  return names.length === 1
    ? `${names[0]} is read as a class: ${beside} it, it holds pictures itself (--parts yes: as a part)`
    : `${names.join(', ')} are read as classes: ${beside} them, they hold pictures themselves (--parts yes: as parts)`;
}

function homeInWords(home: string): string[] {
  return home === '' ? [] : [`the parts were found in ${home}`];
}

function unclear(root: string, home: string, { names, because }: Extract<PartFolders, { kind: 'ask' }>): DiscernError {
  const where = home === '' ? root : joinPath(root, home);
  return new DiscernError('ambiguous-data', `${names.join(', ')} in ${where} may be parts or classes: ${because}`, {
    given: `the folders ${names.join(', ')} in ${where}`,
    expected: layouts,
    todo: 'add --parts yes if they are parts, --parts no if they are classes; or give a list path,label,split',
  });
}

function tooDeep(root: string, home: string, names: readonly string[]): DiscernError {
  const where = joinPath(root, home);
  return new DiscernError(
    'ambiguous-data',
    `${names.join(', ')} look like parts, but lie in ${where}, beside other folders`,
    {
      given: `the folders ${names.join(', ')} in ${where}`,
      expected: layouts,
      todo: `give ${where} itself; or add --parts no if they are classes, or give a list path,label,split`,
    },
  );
}

function noParts(root: string): DiscernError {
  return new DiscernError('bad-data', `no folder in ${root} is named like a part`, {
    given: `--parts yes, and ${root}`,
    expected: 'folders called train, val or test in it, each with one folder per class',
    todo: 'name them so, leave out --parts, or give a list path,label,split',
  });
}
