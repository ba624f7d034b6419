import { DiscernError } from '../../base/error.ts';
import type { Dataset } from '../dataset.ts';
import { membersByValue } from '../members-by-value.ts';
import type { Annotations } from './annotations.ts';

/**
 * The annotations of a data set; picture i is sample i. The column `group` means "same identity" only if there are no
 * labels; beside labels it only controls splitting, as one scene may show several classes. Throws `bad-data` if a pair
 * or triplet names a picture that is not a sample.
 */
export function annotationsOf({ samples, classes, pairs, triplets }: Dataset): Annotations {
  const numbers = new Map(samples.map(({ path }, index) => [path, index]));
  const numberOf = (path: string) => numbers.get(path) ?? unknownPicture(path);
  return {
    count: samples.length,
    labels: samples.map(({ label }) => label),
    pairs: pairs.map(({ a, b, same }) => ({ a: numberOf(a), b: numberOf(b), same })),
    triplets: triplets.map(({ anchor, positive, negative }) => ({
      anchor: numberOf(anchor),
      positive: numberOf(positive),
      negative: numberOf(negative),
    })),
    groups: classes.length === 0 ? [...membersByValue(samples.map(({ group }) => group)).values()] : [],
  };
}

/**
 * The annotations of these pictures only, renumbered in the order of `members`. Pairs and triplets with another picture
 * are dropped, and groups lose their other members. After a split, training may use only these.
 */
export function annotationsWithin(annotations: Annotations, members: readonly number[]): Annotations {
  const { labels, pairs = [], triplets = [], groups = [] } = annotations;
  const numbers = new Map(members.map((member, index) => [member, index]));
  const numbered = (pictures: readonly number[]) => pictures.flatMap((picture) => numbers.get(picture) ?? []);
  return {
    count: members.length,
    ...(labels === undefined ? {} : { labels: members.map((member) => labels[member]) }),
    pairs: pairs.flatMap(({ a, b, same }) => {
      const ends = numbered([a, b]);
      return ends.length === 2 ? [{ a: ends[0], b: ends[1], same }] : [];
    }),
    triplets: triplets.flatMap(({ anchor, positive, negative }) => {
      const three = numbered([anchor, positive, negative]);
      return three.length === 3 ? [{ anchor: three[0], positive: three[1], negative: three[2] }] : [];
    }),
    groups: groups.map(numbered).filter(({ length }) => length > 1),
  };
}

function unknownPicture(path: string): never {
  throw new DiscernError('bad-data', `${path} is in a pair or triplet but not among the pictures`, {
    given: path,
    expected: 'pairs and triplets of pictures that the data set lists',
    todo: 'list the picture, or remove its pairs and triplets',
  });
}
