import { expect, test } from 'vitest';
import { freshNetwork } from '../../src/backbones/architectures/fresh-network.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';
import { type MeasureTask, pictureSeconds } from '../../src/plan/measure-speeds.ts';
import { stageMemory } from '../../src/plan/stage-memory.ts';
import { channelBlockSize } from '../../src/runtime/channel-block-size.ts';
import type { Runtime } from '../../src/runtime/runtime.ts';
import { learnableNetwork } from '../../src/train/cost/learnable-network.ts';

test('the step graph that is weighed is the one that is timed, and the same as one that is built anew', async () => {
  const loaded: Uint8Array[] = [];
  const runtime: Runtime = {
    load: async (model, options) => {
      loaded.push(model);
      return nodeRuntime.load(model, options);
    },
  };
  const { card, bytes } = await freshNetwork('small', { sizePx: 16, seed: 0 });
  const network = learnableNetwork(card, bytes);
  const loading = { threads: 1 };
  const size = { network, batch: 4, dimensions: 8, classes: 3, batchNorm: 'follow' } as const;
  const weighed = stageMemory({ ...size, block: await channelBlockSize(runtime, loading) }, Number.POSITIVE_INFINITY);
  const views = {
    through: () => Promise.reject(new Error('unused')),
    repeated: () => Promise.reject(new Error('unused')),
  };
  const task: MeasureTask = { ...size, paths: [], preset: 'photos', memory: weighed, seconds: 0, runtime, views };
  const [cut] = network.cuts;
  await pictureSeconds(task, cut, loading);
  const kept = loaded.at(-1);
  const { steps, ...fit } = weighed(cut);
  expect(steps).toBeDefined();
  await pictureSeconds({ ...task, memory: () => fit }, cut, loading);
  expect(loaded.at(-1)).not.toBe(kept);
  expect(loaded.at(-1)).toEqual(kept);
});
