import { type Part, parts } from '../dataset.ts';
import { type FolderNode, filledFolders, holdsFolders } from './folder-tree.ts';
import { partNameOf, partsByName } from './part-names.ts';

/** How folders with part names are read: as parts, as classes, or undecided (`ask`, with the reason). */
export type PartFolders =
  | { readonly kind: 'none' }
  | { readonly kind: 'parts'; readonly named: ReadonlyMap<string, Part>; readonly besides: readonly string[] }
  | { readonly kind: 'classes'; readonly names: readonly string[]; readonly like: readonly string[] }
  | { readonly kind: 'ask'; readonly names: readonly string[]; readonly because: string };

/** How to read folders with part names: by their content (`auto`), as parts (`yes`), or as classes (`no`). */
export type TakeParts = 'auto' | 'yes' | 'no';

/**
 * Decides whether folders named train, test or similar are parts of a data set. Parts hold class folders. A class holds
 * pictures directly, and lies beside other class folders.
 */
export function partFolders(node: FolderNode, take: TakeParts): PartFolders {
  const filled = filledFolders(node);
  const candidates = filled.filter(([name]) => partNameOf(name) !== null).sort(byPart);
  const isNamed = candidates.some(([name]) => partNameOf(name)?.isPlain || take === 'yes');
  if (take === 'no' || !isNamed) return { kind: 'none' };
  const others = filled.filter(([name]) => partNameOf(name) === null);
  const named = partsByName(namesOf(candidates));
  if (take === 'yes') return { kind: 'parts', named: withEmpty(node, named), besides: namesOf(others) };
  const twice = sameTwice(named);
  if (twice !== null) return { kind: 'ask', names: namesOf(candidates), because: twice };
  return candidates.some(([, folder]) => holdsFolders(folder))
    ? partsOrAsk(node, candidates, others, named)
    : classesOrAsk(candidates, others, named);
}

/** In the usual order: train, val, test. */
function byPart([a]: readonly [string, FolderNode], [b]: readonly [string, FolderNode]): number {
  const rank = (name: string) => parts.indexOf(partNameOf(name)?.meanings[0] ?? 'test');
  return rank(a) - rank(b);
}

type Named = readonly (readonly [string, FolderNode])[];

/** None of the candidates holds class folders. */
function classesOrAsk(candidates: Named, others: Named, named: ReadonlyMap<string, Part>): PartFolders {
  const names = namesOf(candidates);
  const split = candidates.length > 1 && [...named.values()].includes('train');
  const like = namesOf(others).filter((name) => !isAside(name));
  if (like.length > (split ? 1 : 0)) return { kind: 'classes', names, like };
  const hold = names.length > 1 ? 'hold pictures themselves, in no class folders' : 'holds pictures itself';
  return { kind: 'ask', names, because: `${names.join(' and ')} ${hold}` };
}

/** Some of the candidates hold class folders. */
function partsOrAsk(node: FolderNode, candidates: Named, others: Named, named: ReadonlyMap<string, Part>): PartFolders {
  const [names, besides] = [namesOf(candidates), namesOf(others)];
  const parted = { kind: 'parts', named: withEmpty(node, named), besides } as const;
  const ask = (because: string) => ({ kind: 'ask', names, because }) as const;
  if (others.length === 0) return parted;
  const flat = candidates.find(([name, folder]) => named.get(name) === 'train' && !holdsFolders(folder));
  if (flat) return ask(`${flat[0]} holds pictures itself, like a class, and ${besides.join(', ')} lie beside it`);
  if (candidates.length > 1) return parted;
  const [[name, folder]] = candidates;
  const classes = others.filter(([other]) => !isAside(other));
  const isAlike = classes.some(([, other]) => filledFolders(other).some(([inner]) => folder.folders.has(inner)));
  if (classes.length < 2 && !isAlike) return parted;
  const beside = namesOf(classes).slice(0, 3).join(', ');
  return ask(
    `${name} would be the only part, and ${beside} beside it also ${classes.length > 1 ? 'hold' : 'holds'} pictures`,
  );
}

/** Words in names of folders that lie beside parts and are unlikely to be classes. */
const asideWords = new Set(
  (
    'unknown unknowns stranger strangers other others extra extras misc unlabelled unlabeled sample samples raw ' +
    'original originals backup old tmp temp archive augmented mask masks preview previews iconic'
  ).split(' '),
);

function isAside(name: string): boolean {
  const words = name.toLowerCase().split(/[^a-z]+/);
  return words.some((word) => asideWords.has(word));
}

function namesOf(folders: Named): string[] {
  return folders.map(([name]) => name);
}

/** A sentence on two folders for one part; null if each part has one folder. */
function sameTwice(named: ReadonlyMap<string, Part>): string | null {
  const first = new Map<Part, string>();
  for (const [name, part] of named) {
    const other = first.get(part);
    if (other !== undefined) return `${other} and ${name} both look like ${part}`;
    first.set(part, name);
  }
  return null;
}

/** Adds empty folders that are named exactly like a part, so that a remark lists them as empty. */
function withEmpty({ folders }: FolderNode, named: ReadonlyMap<string, Part>): Map<string, Part> {
  const taken = new Set(named.values());
  const empty = [...partsByName([...folders.keys()])].filter(([name, part]) => name === part && !taken.has(part));
  return new Map([...named, ...empty].sort(([, a], [, b]) => parts.indexOf(a) - parts.indexOf(b)));
}
