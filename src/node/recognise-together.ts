import { internalError } from '../base/error.ts';
import { fromRows } from '../base/matrix.ts';
import { classDifference } from '../bundle/class-difference.ts';
import { isSkipped, type Skipped } from '../data/embedding/embedded.ts';
import { recogniser } from '../recognise/recogniser.ts';
import { openBundleSession } from './bundles/bundle-session.ts';
import { failedGroup, type GroupAnswer, groupAnswer, type PictureGroup } from './group-answer.ts';
import { type RecognisePicturesOptions, requireClasses } from './recognise-pictures.ts';

/**
 * Recognises things of which there are several pictures each: one answer for each group, in the order given. Groups
 * stream one after the other; memory holds the embeddings of one. A picture that cannot be read is skipped within its
 * group. A group without a readable picture is answered with the error of its first; one without any path, not at all.
 * Throws what recognisePictures throws.
 *
 * @example
 * const groups = [{ group: 'my apple', paths: ['pictures/test/apple/noto.png', 'pictures/val/apple/twemoji.png'] }];
 * for await (const { group, pictures, classifier, outliers } of recogniseTogether('emoji.discern', groups)) {
 *   [group, pictures, outliers.length]; // => ['my apple', 2, 0]
 *   classifier?.label; // => 'apple'
 * }
 */
export async function* recogniseTogether(
  path: string,
  groups: Iterable<PictureGroup> | AsyncIterable<PictureGroup>,
  options: RecognisePicturesOptions = {},
): AsyncGenerator<GroupAnswer, void, undefined> {
  const { bundle, session } = await openBundleSession(path, options);
  const { top, threshold } = options;
  const stale = classDifference(bundle);
  const waiting: PictureGroup[] = [];
  try {
    requireClasses(bundle, path);
    const { recogniseGroup } = recogniser(bundle, { product: session.product });
    let current = emptyGroup();
    for await (const picture of session.embedEach(pathsOf(groups, waiting))) {
      const [group] = waiting;
      if (group === undefined) throw internalError('a picture of no group');
      if (isSkipped(picture)) current.skipped.push(picture);
      else current.read.push(picture);
      if (current.read.length + current.skipped.length < group.paths.length) continue;
      const { read, skipped } = current;
      current = emptyGroup();
      waiting.shift();
      if (read.length === 0) yield failedGroup(group, skipped);
      else {
        const embeddings = fromRows(read.map(({ embedding }) => embedding));
        const recognised = await recogniseGroup(embeddings, { top, threshold });
        yield groupAnswer(group, recognised, { read: read.map((each) => each.path), skipped, stale });
      }
    }
  } finally {
    await session.close();
  }
}

type Arrived = { readonly read: { path: string; embedding: Float32Array }[]; readonly skipped: Skipped[] };

function emptyGroup(): Arrived {
  return { read: [], skipped: [] };
}

/** All paths, group by group. A group that has begun is put into `waiting`, whose first one is being answered. */
async function* pathsOf(groups: Iterable<PictureGroup> | AsyncIterable<PictureGroup>, waiting: PictureGroup[]) {
  for await (const group of groups) {
    if (group.paths.length === 0) continue;
    waiting.push(group);
    yield* group.paths;
  }
}
