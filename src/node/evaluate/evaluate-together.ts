import { dirname } from 'node:path';
import { DiscernError } from '../../base/error.ts';
import { takeRows } from '../../base/matrix.ts';
import { type ProgressOptions, throwIfAborted } from '../../base/progress.ts';
import { random } from '../../base/random.ts';
import type { Bundle } from '../../bundle/bundle.ts';
import { nearDuplicateClusters } from '../../data/duplicates/near-duplicate-clusters.ts';
import type { Embedded } from '../../data/embedding/embedded.ts';
import {
  type GroupOutcome,
  measureTogether,
  ownGroups,
  type ThingGroup,
  type TogetherResult,
  type UnknownTogether,
} from '../../evaluate/together.ts';
import { drawGroups } from '../../fit/together/draw-groups.ts';
import type { Product } from '../../linalg/product.ts';
import { openGroups } from '../../pooling/open-groups.ts';

type Pictures = Pick<Embedded, 'samples' | 'embeddings'>;

type Tools = ProgressOptions & { readonly product: Product; readonly seed: number };

/**
 * Measures a bundle on several pictures of one thing: the groups of the data set where it has some, else seeded groups
 * of `pictures` of one class. Strangers are grouped within their folders, or where they lie in one folder, within
 * scenes (near duplicates). Pictures of classes that the bundle does not know are left out. Throws `too-few` if there
 * is no group.
 */
export async function evaluateTogether(
  bundle: Bundle,
  { known, strangers, pictures }: { readonly known: Pictures; readonly strangers: Pictures; readonly pictures: number },
  tools: Tools,
): Promise<TogetherResult> {
  const isOwn = known.samples.some(({ group }) => group !== null);
  const labels = new Set(labelsOf(bundle));
  const able = (group: ThingGroup) => group.label !== null && labels.has(group.label);
  const stream = random(tools.seed, 'pictures of one thing');
  const groups = (isOwn ? ownGroups(known.samples) : drawGroups(known.samples, { pictures }, stream)).filter(able);
  if (groups.length === 0) throw noGroup(pictures, isOwn);
  const { things, by } = await groupsOfStrangers(strangers, pictures, tools);
  const outcomes = await outcomesOf(bundle, known, groups, tools);
  const grouped = groups.reduce((sum, { members }) => sum + members.length, 0);
  return {
    pictures: isOwn ? null : pictures,
    leftOut: known.samples.filter(({ label }) => label !== null && labels.has(label)).length - grouped,
    ...measureTogether(
      { known: outcomes, strangers: await outcomesOf(bundle, strangers, things, tools), by },
      { seed: tools.seed },
    ),
  };
}

async function outcomesOf(
  bundle: Bundle,
  { embeddings }: Pictures,
  groups: readonly ThingGroup[],
  { product, signal, progress }: Tools,
): Promise<GroupOutcome[]> {
  const predict = openGroups(bundle, product);
  const options = { neighbours: 0, top: 1 };
  const outcomes: GroupOutcome[] = [];
  for (const group of groups) {
    throwIfAborted(signal);
    progress?.({ stage: 'measuring groups', done: outcomes.length, total: groups.length });
    const alone: GroupOutcome['alone'][number][] = [];
    for (const index of group.members) alone.push(await predict(takeRows(embeddings, [index]), options));
    outcomes.push({ ...group, alone, together: await predict(takeRows(embeddings, group.members), options) });
  }
  return outcomes;
}

/** Groups of so many strangers that probably show one thing. Those that are no near duplicates stand alone. */
async function groupsOfStrangers(
  { samples, embeddings }: Pictures,
  pictures: number,
  { product, seed }: Tools,
): Promise<{ readonly things: ThingGroup[]; readonly by: UnknownTogether['by'] }> {
  const folders = samples.map(({ path }) => dirname(path));
  const by = new Set(folders).size > 1 ? 'folder' : 'scene';
  const scenes = by === 'scene' ? await nearDuplicateClusters(embeddings, folders, product) : null;
  const named = samples.map((sample, index) => ({ ...sample, label: scenes ? `${scenes[index]}` : folders[index] }));
  const stream = random(seed, 'pictures of one stranger');
  const drawn = drawGroups(named, { pictures }, stream);
  const grouped = new Set(drawn.flatMap(({ members }) => members));
  const single = scenes ? [...named.keys()].filter((index) => !grouped.has(index)).map((index) => [index]) : [];
  const things = [...drawn.map(({ members }) => members), ...single].map((members) => ({ label: null, members }));
  return { things, by };
}

/** The classes that every approach of the bundle knows. */
function labelsOf({ classifier, gallery }: Bundle): string[] {
  const enrolled =
    gallery && gallery.entries.length > 0 ? [...new Set(gallery.entries.map(({ label }) => label))] : null;
  const learned = classifier?.classes;
  return (enrolled ?? learned ?? []).filter((label) => learned?.includes(label) ?? true);
}

function noGroup(pictures: number, isOwn: boolean): DiscernError {
  return new DiscernError('too-few', 'no group of pictures to measure', {
    given: isOwn ? 'groups of classes that the bundle does not know' : `fewer than ${pictures} pictures of every class`,
    expected: isOwn ? 'a group of a class that it knows' : `a class with ${pictures} pictures`,
    todo: 'give more pictures of each class, or measure smaller groups: --together 2',
  });
}
