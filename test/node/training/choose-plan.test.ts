// @module-tag slow
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readPlan } from '../../../src/node/training/plan-file.ts';
import { trainData } from '../../../src/node/training/train-data.ts';
import { annotationLosses } from '../../../src/search/hyperparameters.ts';
import { writePicture } from '../../cli/tiny-pictures.ts';
import { temporaryFolder } from '../folder.ts';
import { writeOwnNetwork, writePictures } from './tiny-training.ts';

test('a plan is made whatever picture cannot be read, be it the very first', async () => {
  const folder = temporaryFolder();
  const pictures = await writePictures(folder);
  const broken = ['0.png', '1.png', '2.png'].map((name) => join(pictures, 'blue', name));
  for (const path of broken) writeFileSync(path, 'no picture');
  const { skipped, plan } = await trainData(pictures, {
    ...{ out: join(folder, 'out.onnx'), workFolder: join(folder, 'work'), threads: 1 },
    ...{ architecture: 'small', sizePx: 16, minutes: 0.05 },
  });
  expect(skipped.map(({ path }) => path)).toEqual(broken);
  expect(plan.stages.length).toBeGreaterThan(0);
});

test.each([
  { architecture: 'small', learningRate: 2e-3 },
  { architecture: 'vit-tiny', learningRate: 1e-3 },
] as const)(
  'from scratch $architecture learns at its kind of network’s rate',
  async ({ architecture, learningRate }) => {
    const folder = temporaryFolder();
    const { plan } = await trainData(await writePictures(folder), {
      ...{ out: join(folder, 'out.onnx'), workFolder: join(folder, 'work'), threads: 1 },
      ...{ architecture, sizePx: 16, minutes: 0.02 },
    });
    expect(plan.stages[0].learningRate).toBe(learningRate);
  },
);

test.each([
  { heldOut: 'the classes that it learns', classes: ['0', '1'], learningRate: 6e-4 },
  { heldOut: 'others', classes: ['2', '3'], learningRate: 1.5e-4 },
])('a backbone that is judged by $judges learns at the rate $rate', async ({ classes, learningRate }) => {
  const folder = temporaryFolder();
  const pictures = join(folder, 'parts');
  for (const [part, labels] of Object.entries({ train: ['0', '1'], val: classes }))
    for (const label of labels)
      for (let i = 0; i < 6; i++)
        await writePicture(
          join(pictures, part, label, `${i}.png`),
          [60 * Number(label), 200, 40 * i],
          part === 'val' ? 9 + i : i,
        );
  const { plan } = await trainData(pictures, {
    ...{ out: join(folder, 'out.onnx'), workFolder: join(folder, 'work'), threads: 1 },
    ...{ backbone: await writeOwnNetwork(folder), loss: 'crossEntropy', minutes: 0.05 },
  });
  expect(plan.stages[0].learningRate).toBe(learningRate);
});

test('a head looks for its loss by itself, tells what it tried, and a person’s wish needs no search', async () => {
  const folder = temporaryFolder();
  const pictures = join(folder, 'shades');
  for (let label = 0; label < 8; label++)
    for (let i = 0; i < 6; i++)
      await writePicture(join(pictures, `${label}`, `${i}.png`), [30 * label, 255 - 30 * label, 40 * (label % 4)], i);
  const options = { workFolder: join(folder, 'work'), threads: 1, headOnly: true, minutes: 2 };
  const own = { ...options, backbone: await writeOwnNetwork(folder) };
  const { plan } = await trainData(pictures, { ...own, out: join(folder, 'a.onnx') });
  expect((await readPlan(join(folder, 'a.plan.json'))).search).toEqual(plan.search);
  const { trials = [], baseline = [], folds } = plan.search ?? {};
  expect([folds, baseline.length]).toEqual([4, 4]);
  expect(trials[0]).toMatchObject({ loss: 'crossEntropy', dimensions: plan.dimensions });
  const { loss, dimensions } = plan;
  const [{ learningRate, epochs }] = plan.stages;
  expect(trials).toContainEqual({
    loss,
    dimensions,
    learningRate,
    epochs: expect.any(Number),
    scores: expect.any(Array),
  });
  expect(trials.map((trial) => trial.epochs)).toContain(epochs);
  const names = Array.from({ length: 48 }, (_, n) => `${Math.floor(n / 6)}/${n % 6}.png`);
  const groups = names.map((name, n) => `shades/${name},${name[0]} ${n % 2}`);
  writeFileSync(join(folder, 'groups.csv'), `${['path,group', ...groups].join('\n')}\n`);
  const reported = await trainData(join(folder, 'groups.csv'), { ...own, out: join(folder, 'c.onnx') });
  expect(reported.plan.search).toMatchObject({ metric: 'verification AUC', folds: 4, cutShort: false });
  expect(['multiSimilarity', ...annotationLosses]).toContain(reported.plan.loss);
  const wished = await trainData(pictures, { ...own, out: join(folder, 'b.onnx'), loss: 'circle' });
  expect(wished.plan).toMatchObject({ loss: 'circle' });
  expect(wished.plan.search).toBeUndefined();
});
