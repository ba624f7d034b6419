import { type Part, parts } from '../dataset.ts';

/** The parts that each word may mean, most likely first. */
const words: Readonly<Record<string, readonly Part[]>> = {
  train: ['train'],
  training: ['train'],
  trainval: ['train'],
  val: ['val'],
  valid: ['val'],
  validate: ['val'],
  validation: ['val'],
  dev: ['val'],
  devel: ['val'],
  development: ['val'],
  eval: ['val', 'test'],
  evaluation: ['val', 'test'],
  test: ['test'],
  testing: ['test'],
  holdout: ['test', 'val'],
};

/** Words that name a part on their own; the other words do so only beside one of these. */
const plainWords = new Set(['train', 'training', 'trainval', 'val', 'validation', 'test', 'testing']);

/** Words around the part's name that are ignored: `train_images`, `test-set`, `PublicTest`. */
const fillers = new Set(
  (
    'set sets data dataset datasets image images img imgs picture pictures photo photos sample samples file files ' +
    'folder dir split part seg segmentation public private'
  ).split(' '),
);

/** A part name: the parts it may mean, most likely first, and whether it names a part on its own. */
export type PartName = { readonly meanings: readonly Part[]; readonly isPlain: boolean };

/**
 * The part named by a folder or by a cell of the column `split`: `Training`, `val`, `TEST`, `test_set`, `train2017`,
 * `seg_train`, `dev`. Ignores case and words such as `images` around it. Null if it names no part.
 */
export function partNameOf(name: string): PartName | null {
  const tokens = name
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .replace(/hold[-_ ]?out|held[-_ ]?out/g, 'holdout')
    .split(/[^\p{L}]+/u)
    .filter((token) => token !== '' && !fillers.has(token))
    .map(withoutFiller);
  const [word] = tokens;
  if (tokens.length !== 1 || !Object.hasOwn(words, word)) return null;
  return { meanings: words[word], isPlain: plainWords.has(word) };
}

/** `trainset` -> `train`. */
function withoutFiller(token: string): string {
  const joined = /^(.+?)(sets?|data|datasets?|images?|imgs?)$/.exec(token);
  return joined && Object.hasOwn(words, joined[1]) ? joined[1] : token;
}

/**
 * The part of each name, decided for all names together: `eval` means val, or test beside another name for val. Names
 * that are no part names are left out.
 */
export function partsByName(names: readonly string[]): Map<string, Part> {
  const found = names.flatMap((name) => {
    const known = partNameOf(name);
    return known ? [{ name, meanings: known.meanings }] : [];
  });
  const sure = new Set(found.filter(({ meanings }) => meanings.length === 1).map(({ meanings }) => meanings[0]));
  return new Map(
    found.map(
      ({ name, meanings }) =>
        [
          name,
          meanings.length === 1 ? meanings[0] : (meanings.find((part) => !sure.has(part)) ?? meanings[0]),
        ] as const,
    ),
  );
}

/** A sentence such as `Training was taken for train, dev for val`; empty if every name is the part's own. */
export function partsInWords(named: ReadonlyMap<string, Part>): string[] {
  const others = [...named].filter(([name, part]) => name !== part);
  if (others.length === 0) return [];
  const [first, ...more] = others.toSorted(([, a], [, b]) => parts.indexOf(a) - parts.indexOf(b));
  return [[`${first[0]} was taken for ${first[1]}`, ...more.map(([name, part]) => `${name} for ${part}`)].join(', ')];
}
