import type { ReadPicture } from '../data/embedding/read-picture.ts';
import { membersByValue } from '../data/members-by-value.ts';
import { readFile } from '../node/files/files.ts';
import type { PictureGroup } from '../node/group-answer.ts';
import { isFolder } from '../node/open-dataset.ts';
import { listGiven } from '../node/pictures/list-given.ts';
import { listKindOf, readList } from '../node/pictures/read-list.ts';
import type { Context } from './context.ts';
import { givenPictures } from './given-pictures.ts';

/** The things that a command line names, each with its pictures. */
export type GivenGroups = {
  readonly groups: readonly PictureGroup[];
  /** The number of pictures. */
  readonly count: number;
  /** Reads a picture by its path; `-` is standard input. */
  readonly read: ReadPicture;
};

/**
 * The things of `FILE|FOLDER...`, `-` and `--list FILE|-`. All single files, and the lines of a plain list, are one
 * thing; each folder is one; a table (.csv and so on) gives one for each value of its column `group`, else it is one.
 * Throws `misused` without any.
 */
export async function givenGroups(
  names: readonly string[],
  list: string | undefined,
  context: Pick<Context, 'stdin' | 'warn'>,
): Promise<GivenGroups> {
  const kinds = await Promise.all(names.map(kindOf));
  const of = (kind: Kind) => names.filter((_, index) => kinds[index] === kind);
  const listIsTable = list !== undefined && listKindOf(list) !== null;
  const tables = [...of('table'), ...(listIsTable ? [list] : [])];
  const plainList = listIsTable ? undefined : list;
  const [files, folders] = [of('file'), of('folder')];
  const isAny = folders.length + tables.length > 0;
  const single =
    isAny && files.length === 0 && plainList === undefined ? null : await givenPictures(files, plainList, context);
  const places = folders.length > 0 ? await listGiven(folders, context) : [];
  const groups = [
    ...(single ? [{ group: null, paths: await all(single.paths) }] : []),
    ...places.map(({ name, pictures, error }) => ({ group: name, paths: error ? [name] : pictures })),
    ...(await Promise.all(tables.map((path) => groupsOfTable(path, context)))).flat(),
  ];
  const failed = new Map(places.map(({ name, error }) => [name, error]));
  const read: ReadPicture = async (path, admit) => {
    const error = failed.get(path);
    if (error) throw error;
    return (single?.read ?? readFile)(path, admit);
  };
  return { groups, count: groups.reduce((sum, { paths }) => sum + paths.length, 0), read };
}

type Kind = 'file' | 'folder' | 'table';

async function kindOf(name: string): Promise<Kind> {
  if (name === '-') return 'file';
  if (await isFolder(name).catch(() => false)) return 'folder';
  return listKindOf(name) === null ? 'file' : 'table';
}

/** A picture without a group is a thing of its own, unless no picture has one. */
async function groupsOfTable(path: string, { warn }: Pick<Context, 'warn'>): Promise<PictureGroup[]> {
  const kind = listKindOf(path);
  if (kind === null) return [];
  const { samples, remarks } = await readList(path, kind, { keepContradictions: true });
  for (const remark of remarks) warn(remark);
  if (samples.every(({ group }) => group === null)) return [{ group: path, paths: samples.map((each) => each.path) }];
  const members = membersByValue(samples.map((sample) => sample.group ?? sample.path));
  return [...members].map(([group, indices]) => ({ group, paths: indices.map((index) => samples[index].path) }));
}

async function all(paths: readonly string[] | AsyncIterable<string>): Promise<string[]> {
  const found: string[] = [];
  for await (const path of paths) found.push(path);
  return found;
}
