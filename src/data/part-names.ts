import { type Part, parts } from './dataset.ts';

/** The words for each part; where a word means one part here and another there, the likeliest first. */
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

/** Words that name a part by themselves; the others do so only beside one of these. */
const plainWords = new Set(['train', 'training', 'trainval', 'val', 'validation', 'test', 'testing']);

/** Words beside the part's own that say nothing more: `train_images`, `test-set`, `PublicTest`. */
const fillers = new Set(
  (
    'set sets data dataset datasets image images img imgs picture pictures photo photos sample samples file files ' +
    'folder dir split part seg segmentation public private'
  ).split(' '),
);

/** A name that stands for a part: which ones it may mean, the likeliest first, and whether it does so by itself. */
export type PartName = { readonly meanings: readonly Part[]; readonly isPlain: boolean };

/**
 * What part a folder or a cell of the column `split` names, as people write it: `Training`, `val`, `TEST`, `test_set`,
 * `train2017`, `seg_train`, `dev`; null where it names none. Upper case or lower, with words such as `images` around.
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
 * The part that each name stands for, where together they name parts: `eval` is val, or test beside a name for val
 * alone. Names that stand for none are left out.
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

/** `Training was taken for train, dev for val`; nothing where every name is the part's own. */
export function partsInWords(named: ReadonlyMap<string, Part>): string[] {
  const others = [...named].filter(([name, part]) => name !== part);
  if (others.length === 0) return [];
  const [first, ...more] = others.toSorted(([, a], [, b]) => parts.indexOf(a) - parts.indexOf(b));
  return [[`${first[0]} was taken for ${first[1]}`, ...more.map(([name, part]) => `${name} for ${part}`)].join(', ')];
}
