import type { Random } from '../../base/random.ts';
import type { Sample } from '../../data/dataset.ts';
import { membersByValue } from '../../data/members-by-value.ts';

/** Pictures of one class, by their indices, as if they showed one thing. */
export type Group = { readonly label: string; readonly members: readonly number[] };

/** How groups are drawn. */
export type GroupDraw = {
  /** Pictures of each group. */
  readonly pictures: number;
  /** Most groups of one class; default: as many as its pictures allow. */
  readonly most?: number;
  /** How often the pictures of a class are dealt again, where they give fewer groups than `most`; default 1. */
  readonly rounds?: number;
};

/**
 * Draws groups of labelled pictures. Each shows one class, and a picture is in one group of a round. The pictures of a
 * group come from different scenes (the `group` of a sample) where the class has enough of them. Pictures that fill no
 * group are left out.
 */
export function drawGroups(
  samples: readonly Pick<Sample, 'label' | 'group'>[],
  { pictures, most = Number.POSITIVE_INFINITY, rounds = 1 }: GroupDraw,
  random: Random,
): Group[] {
  const classes = membersByValue(samples.map(({ label }) => label));
  return [...classes].flatMap(([label, members]) => {
    const groups: Group[] = [];
    for (let round = 0; round < rounds && groups.length < most && members.length >= pictures; round++) {
      const order = acrossScenes(samples, random.shuffle(members));
      for (let at = 0; at + pictures <= order.length && groups.length < most; at += pictures)
        groups.push({ label, members: order.slice(at, at + pictures) });
    }
    return groups;
  });
}

/** The pictures, one of each scene in turn, the largest scenes first: neighbours are of different scenes. */
function acrossScenes(samples: readonly Pick<Sample, 'group'>[], members: readonly number[]): number[] {
  const scenes = membersByValue(members.map((index) => samples[index].group ?? `picture ${index}`));
  const queues = [...scenes.values()].map((places) => places.map((place) => members[place]));
  const order: number[] = [];
  while (order.length < members.length) {
    queues.sort((a, b) => b.length - a.length);
    for (const queue of queues) order.push(...queue.splice(0, 1));
  }
  return order;
}
