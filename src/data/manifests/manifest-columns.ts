import { distance } from 'fastest-levenshtein';
import { DiscernError } from '../../base/error.ts';
import { firstFew } from '../first-few.ts';
import { looksLikePicture } from '../paths.ts';

/** What the rows of a list are: pictures, pairs of pictures, or triplets. */
export type ManifestKind = 'samples' | 'pairs' | 'triplets';

/** The columns of a list that we read, and notes for the user about them. */
export type ManifestColumns = {
  readonly kind: ManifestKind;
  /** The name that the list uses for each of our columns; columns that it lacks are absent. */
  readonly nameOf: ReadonlyMap<string, string>;
  readonly remarks: readonly string[];
};

/** Synonyms of each column, compared without case, blanks, `_` and `-`; those after `|` are used only as a fallback. */
type Names = Readonly<Record<string, string>>;

const kinds: Readonly<Record<ManifestKind, { readonly required: Names; readonly optional: Names }>> = {
  samples: {
    required: {
      path:
        'paths image images img file files filename filepath fname imagepath imagefile imagefilename imagename ' +
        'imgpath imgfile imgname picture picturepath photo photopath|uri url imageurl',
    },
    optional: {
      label:
        'labels class classes classname classlabel category categories categoryname labelname target targets' +
        '|tag y groundtruth gt',
      split: 'splits part partition subset datasplit|set dataset usage',
      group: 'groups groupid',
    },
  },
  pairs: {
    required: {
      a: 'patha imagea image1 img1 path1 file1 filename1 left first',
      b: 'pathb imageb image2 img2 path2 file2 filename2 right second',
      same: 'issame sameclass match ismatch label target y',
    },
    optional: {},
  },
  triplets: {
    required: {
      anchor: 'a anchorpath anchorimage',
      positive: 'p pos positivepath positiveimage',
      negative: 'n neg negativepath negativeimage',
    },
    optional: {},
  },
};

const layouts = Object.values(kinds).map(({ required, optional }) =>
  [...Object.keys(required), ...Object.keys(optional).map((name) => `[${name}]`)].join(','),
);

/**
 * Finds the columns of a list by their names or by usual synonyms, such as `file,class`. Unknown columns are ignored
 * with a remark, unless they look like a misspelling. Throws `bad-data` if a column is missing, misspelt or given
 * twice; the error lists the columns found.
 */
export function manifestColumns(list: string, columns: readonly string[]): ManifestColumns {
  for (const kind of ['samples', 'pairs', 'triplets'] as const) {
    const { required, optional } = kinds[kind];
    const nameOf = namesIn(list, columns, { ...required, ...optional });
    if (!Object.keys(required).every((name) => nameOf.has(name))) continue;
    const taken = new Set(nameOf.values());
    const others = columns.flatMap((column, index) => (taken.has(column) ? [] : [{ column, index }]));
    const absent = Object.keys(optional).filter((name) => !nameOf.has(name));
    requireNoSlips(list, columns, others, absent);
    const unlabelled = kind === 'samples' && !nameOf.has('label') ? unlabelledRemarks(others) : [];
    return { kind, nameOf, remarks: [...synonymRemarks(nameOf), ...passedRemarks(others), ...unlabelled] };
  }
  throw missingColumns(list, columns);
}

function namesIn(list: string, columns: readonly string[], wanted: Names): Map<string, string> {
  const nameOf = new Map<string, string>();
  for (const [name, synonyms] of Object.entries(wanted)) {
    const ranks = [name, ...synonyms.split('|')].map((spellings) => spellings.split(' '));
    const found = ranks.map((spellings) => columns.filter((column) => spellings.includes(bare(column))));
    const [column, another] = found.find(({ length }) => length > 0) ?? [];
    if (another !== undefined) throw twice(list, columns, name, [column, another]);
    if (column !== undefined) nameOf.set(name, column);
  }
  return nameOf;
}

function bare(column: string): string {
  return column.toLowerCase().replace(/[\s_-]/g, '');
}

type Other = { readonly column: string; readonly index: number };

/** Throws if a column differs from a missing one of ours by at most two letters: it is likely a misspelling. */
function requireNoSlips(list: string, columns: readonly string[], others: readonly Other[], absent: readonly string[]) {
  for (const { column } of others) {
    const meant = absent.find((name) => bare(column).length > 2 && distance(bare(column), name) <= 2);
    if (meant === undefined) continue;
    throw new DiscernError('bad-data', `${list} has a column ${column}: did you mean ${meant}?`, {
      given: columnsInWords(columns),
      expected: layouts[0],
      todo: `rename the column ${column} to ${meant}, or remove it`,
    });
  }
}

function synonymRemarks(nameOf: ReadonlyMap<string, string>): string[] {
  const others = [...nameOf].filter(([name, column]) => name !== column.toLowerCase());
  if (others.length === 0) return [];
  return [others.map(([name, column]) => `the column ${column} was taken for ${name}`).join(', ')];
}

function passedRemarks(others: readonly Other[]): string[] {
  if (others.length === 0) return [];
  const isPandas = others.some(({ column, index }) => index === 0 && /^(unnamed: ?0)?$/i.test(column));
  const hint = isPandas ? ' (pandas writes such a first column without index=False)' : '';
  return [`unknown columns, ignored: ${firstFew(others.map(inWords))}${hint}`];
}

/** A remark that one of the unknown columns may hold the labels. */
function unlabelledRemarks(others: readonly Other[]): string[] {
  const named = others.filter(({ column }) => column !== '' && !/^unnamed:/i.test(column));
  if (named.length === 0) return [];
  return [`no column is named label: if ${firstFew(named.map(inWords))} holds the classes, rename it to label`];
}

function inWords({ column, index }: Other): string {
  return column === '' ? `column ${index + 1} without a name` : column;
}

function columnsInWords(columns: readonly string[]): string {
  if (columns.length === 0) return 'an empty file';
  return `the columns ${firstFew(columns.map((column, index) => inWords({ column, index })))}`;
}

function twice(list: string, columns: readonly string[], name: string, both: readonly string[]): DiscernError {
  const [one, other] = both;
  const what = one === other ? `a column ${one} twice` : `columns ${one} and ${other}, both of which may be ${name}`;
  return new DiscernError('bad-data', `${list} has ${what}`, {
    given: columnsInWords(columns),
    expected: `one column ${name}`,
    todo: one === other ? 'remove one of them' : `rename the right one to ${name}`,
  });
}

function missingColumns(list: string, columns: readonly string[]): DiscernError {
  const isHeadless = columns.some(looksLikePicture);
  return new DiscernError('bad-data', `${list} has no known header`, {
    given: isHeadless ? `the first line ${columns.join(',').slice(0, 200)}` : columnsInWords(columns),
    expected: `a header with the columns ${layouts.join(', or ')}`,
    todo: isHeadless ? 'add the header, such as path,label, as the first line' : renames(columns),
  });
}

/** Matches the name of a column that likely holds the paths of the pictures. */
const pictureWords = /image|img|file|path|photo|pict/i;

/** A hint on which column to rename, for a list without a column `path`. */
function renames(columns: readonly string[]): string {
  const named = columns.filter((column) => column !== '');
  const near =
    named.find((column) => distance(bare(column), 'path') <= 1) ?? named.find((column) => pictureWords.test(column));
  if (near !== undefined) return `rename the column ${near} to path`;
  return named.length === 0
    ? 'add the header, such as path,label, as the first line'
    : 'rename the column with the paths of the pictures to path, and the column with their classes to label';
}
