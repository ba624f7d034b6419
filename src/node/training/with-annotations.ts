import { resolve } from 'node:path';
import { DiscernError } from '../../base/error.ts';
import type { Dataset } from '../../data/dataset.ts';

/**
 * A data set with what a list of pairs or triplets says besides. Pictures that only the list has are learned from too,
 * without a label. Throws `bad-data` where the list holds neither.
 */
export function withAnnotations(dataset: Dataset, list: Dataset): Dataset {
  if (list.pairs.length + list.triplets.length === 0) throw noAnnotations(list.name);
  const known = new Map(dataset.samples.map(({ path }) => [resolve(path), path]));
  const spelt = (path: string) => known.get(resolve(path)) ?? path;
  const part = dataset.samples.some((sample) => sample.part !== null) ? 'train' : null;
  const further = list.samples.filter(({ path }) => !known.has(resolve(path)));
  return {
    ...dataset,
    samples: [...dataset.samples, ...further.map((sample) => ({ ...sample, part }) as const)],
    pairs: [...dataset.pairs, ...list.pairs.map(({ a, b, same }) => ({ a: spelt(a), b: spelt(b), same }))],
    triplets: [
      ...dataset.triplets,
      ...list.triplets.map(({ anchor, positive, negative }) => ({
        anchor: spelt(anchor),
        positive: spelt(positive),
        negative: spelt(negative),
      })),
    ],
    remarks: [...dataset.remarks, ...list.remarks],
  };
}

function noAnnotations(name: string): DiscernError {
  return new DiscernError('bad-data', `${name} says nothing of pictures together`, {
    given: `${name}, without pairs or triplets`,
    expected: 'a list with the columns a,b,same or anchor,positive,negative',
    todo: 'give such a list; labels and groups belong into the data set itself',
  });
}
