import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { freshNetwork } from '../../../src/backbones/architectures/fresh-network.ts';
import { nodeRuntime } from '../../../src/node/runtime.ts';
import { inTemporaryFolder } from '../../../src/node/training/new-plan.ts';
import { nodeViews } from '../../../src/node/training/node-views.ts';
import { measureSpeeds } from '../../../src/plan/measure-speeds.ts';
import { learnableNetwork } from '../../../src/train/cost/learnable-network.ts';
import { temporaryFolder } from '../folder.ts';

test('measuring leaves nothing behind where a picture cannot be read', async () => {
  const folder = temporaryFolder();
  const broken = join(folder, 'broken.png');
  writeFileSync(broken, 'no picture');
  vi.stubEnv('TMPDIR', mkdtempSync(join(folder, 'tmp-')));
  const { card, bytes } = await freshNetwork('small', { sizePx: 16, seed: 0 });
  const memory = () => ({ recomputeSegments: 1, accumulationSteps: 1, bytes: 1, reported: null });
  const size = { batch: 2, dimensions: 4, classes: 2, batchNorm: 'follow', preset: 'photos' } as const;
  const task = { ...size, network: learnableNetwork(card, bytes), paths: [broken], memory, seconds: 0 };
  const measuring = inTemporaryFolder(tmpdir(), (own) =>
    measureSpeeds({ ...task, runtime: nodeRuntime, views: nodeViews(own) }, { threads: 1 }),
  );
  await expect(measuring).rejects.toMatchObject({ code: 'not-an-image' });
  expect(readdirSync(tmpdir())).toEqual([]);
  vi.unstubAllEnvs();
});
