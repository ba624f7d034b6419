// @module-tag slow
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { freshNetwork } from '../../../src/backbones/architectures/fresh-network.ts';
import * as bytes from '../../../src/node/files/free-bytes.ts';
import { nodeMachine } from '../../../src/node/training/node-machine.ts';
import * as pools from '../../../src/node/training/view-pool.ts';
import type { Stage } from '../../../src/plan/training-plan.ts';
import { openStageViews, type StageViewsTask } from '../../../src/stages/views/stage-views.ts';
import { learnableNetwork } from '../../../src/train/cost/learnable-network.ts';
import { colours, writePicture } from '../../cli/tiny-pictures.ts';
import { examplePlan } from '../../plan/example-plan.ts';
import { temporaryFolder } from '../folder.ts';

vi.mock(import('../../../src/node/files/free-bytes.ts'), { spy: true });
vi.mock(import('../../../src/node/training/view-pool.ts'), { spy: true });

const pictures = { labels: Int32Array.of(0, 1) };

/** Two pictures to learn from, and the same two spared: only their views tell them apart. */
async function world(stages: readonly Partial<Stage>[]) {
  const folder = temporaryFolder();
  const paths = [join(folder, 'a.png'), join(folder, 'b.png')];
  for (const path of paths) await writePicture(path, colours.red, 1);
  const { card, bytes } = await freshNetwork('small', { sizePx: 16, seed: 5 });
  const network = learnableNetwork(card, bytes);
  const stage = { on: 'train', cut: card.input, views: null, epochs: 2, learningRate: 1e-3, layerDecay: 1 } as const;
  const plan = { ...examplePlan, stages: stages.map((each) => ({ ...stage, ...each })) };
  const task: StageViewsTask = {
    network,
    plan,
    learned: { ...pictures, paths },
    heldOut: { ...pictures, paths, strangeClasses: null },
    annotated: null,
  };
  const open = (index: number, changes: Partial<StageViewsTask> = {}) =>
    openStageViews(index, { ...task, ...changes }, { ...nodeMachine(folder, {}), threads: 1 });
  /** A view of a picture in a stage, opened for it alone. */
  const seen = async (index: number, picture: number, view = 1) => {
    const views = await open(index);
    try {
      return await views.learned.read([{ picture, view }]);
    } finally {
      await views.close();
    }
  };
  return { folder, open, seen };
}

const everyStage = [{ views: 3 }, {}, {}, { on: 'all' }] as const;

test.each(['images', 'features'] as const)('no view of %s is seen twice, and each is the same again', async (cut) => {
  const { seen } = await world(everyStage.map((stage) => ({ ...stage, cut })));
  const [first, second] = [await seen(1, 0), await seen(2, 0)];
  const views = [await seen(0, 0), await seen(0, 0, 2), first, await seen(1, 0, 2), second];
  const [all, spared] = [await seen(3, 0), await seen(3, 2)];
  expect(new Set([...views, all, spared].map(String)).size).toBe(7);
  expect(await seen(1, 0)).toEqual(first);
});

test('kept views of what was spared are others than those of what was not, and the plain one is plain', async () => {
  const { seen } = await world([{ on: 'all', views: 2 }]);
  expect(await seen(0, 2)).not.toEqual(await seen(0, 0));
  expect(await seen(0, 2, 0)).toEqual(await seen(0, 0, 0));
});

test('decoded pictures take half of what is free at most, and views are the same without them', async () => {
  const [roomy, tight] = [await world([{}]), await world([{}])];
  const stored = await roomy.seen(0, 0);
  expect(existsSync(join(roomy.folder, 'learned.pixels'))).toBe(true);
  const bytesOfBoth = 2 * 3 * 16 * 16;
  vi.mocked(bytes.freeBytes).mockResolvedValueOnce(2 * bytesOfBoth - 1);
  expect(await tight.seen(0, 0)).toEqual(stored);
  expect(existsSync(join(tight.folder, 'learned.pixels'))).toBe(false);
});

test('threads that compute views run only while they are needed', async () => {
  const started = vi.mocked(pools.viewPool).mockClear();
  const { folder, open } = await world([{}, { cut: 'features' }]);
  const alone = await open(0, { heldOut: null });
  expect(started).not.toHaveBeenCalled();
  const validated = await open(0);
  const pool = await started.mock.results[0].value;
  await expect(pool.views(join(folder, 'a.png'), { sample: 0, views: [0] })).rejects.toThrow();
  const trunk = await open(1);
  await expect(trunk.learned.read([{ picture: 1, view: 1 }])).resolves.toHaveLength(128);
  for (const views of [alone, validated, trunk]) await views.close();
});
