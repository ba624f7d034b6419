// @module-tag slow
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readPlan } from '../../../src/node/training/plan-file.ts';
import { trainData } from '../../../src/node/training/train-data.ts';
import type { TrainDataOptions } from '../../../src/node/training/train-options.ts';
import type { TimeBudget } from '../../../src/plan/stages/stage-lengths.ts';
import { temporaryFolder } from '../folder.ts';
import { writePictures, writePlanFor } from './tiny-training.ts';

const fromScratch = { architecture: 'small', backbone: null, sha256: null, sizePx: 16 } as const;

/** Pictures in a folder of their own, and what trains on them there. */
async function desk() {
  const folder = temporaryFolder();
  const at = (name: string) => join(folder, name);
  const pictures = await writePictures(folder);
  return {
    at,
    pictures,
    /** Changes what an interrupted run allows its stages. */
    allow: (allowed: readonly TimeBudget[]) => {
      const file = readdirSync(at('work'), { recursive: true, encoding: 'utf8' }).find((name) =>
        name.endsWith('run.json'),
      );
      const path = join(at('work'), file ?? '');
      writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), allowed }));
    },
    bytesOf: (name: string) => new Uint8Array(readFileSync(at(name))),
    train: (out: string, options: Partial<TrainDataOptions>) =>
      trainData(pictures, { workFolder: at('work'), threads: 1, out: at(out), ...options }),
  };
}

test('a length that changed on the way comes again, resumed or not, and is told', async () => {
  const { at, pictures, bytesOf, train } = await desk();
  const { stages } = await writePlanFor(pictures, at('shorter.json'), fromScratch);
  const lengths = [
    { after: 0, epochs: 2 },
    { after: 1, epochs: 4 },
  ];
  const plan = await writePlanFor(pictures, at('longer.json'), fromScratch, {
    stages: [{ ...stages[0], epochs: 4, lengths }],
  });
  const whole = await train('longer.onnx', { plan: at('longer.json') });
  expect(whole).toMatchObject({ epochs: 4, plan });
  const controller = new AbortController();
  let passed = 0;
  const stopped = train('longer-cut.onnx', {
    plan: at('longer.json'),
    signal: controller.signal,
    passed: () => ++passed === 2 && controller.abort(),
  });
  await expect(stopped).rejects.toMatchObject({ code: 'interrupted' });
  await train('longer-cut.onnx', { resume: true });
  expect(bytesOf('longer-cut.onnx')).toEqual(bytesOf('longer.onnx'));
});

/** Stops when there is a plan, before anything is learned. */
function stopping() {
  const controller = new AbortController();
  return { signal: controller.signal, planned: () => controller.abort() };
}

test('what the time decided is written down, by a run that was interrupted too, and repeated it gives the same bytes', async () => {
  const { at, bytesOf, train, allow } = await desk();
  const stopped = train('timed.onnx', { architecture: 'small', sizePx: 16, minutes: 0.1, ...stopping() });
  await expect(stopped).rejects.toMatchObject({ code: 'interrupted' });
  const began = await readPlan(at('timed.plan.json'));
  expect(began.stages.map(({ on }) => on)).toEqual(['train', 'all']);
  const most = 2 * began.stages[0].epochs;
  allow([
    { until: 1e6, most },
    { until: 1e6, most: 1 },
  ]);
  const { plan, epochs } = await train('timed.onnx', { resume: true });
  expect(plan.stages[0]).toMatchObject({ epochs: most, lengths: [{ after: 0, epochs: most / 2 }, { epochs: most }] });
  expect(plan.stages[1].epochs).toBe(2 * began.stages[1].epochs);
  expect(epochs).toBe(plan.stages[0].epochs + plan.stages[1].epochs);
  expect(await readPlan(at('timed.plan.json'))).toEqual(plan);
  cpSync(at('timed.plan.json'), at('timed-again.json'));
  await train('timed-again.onnx', { plan: at('timed-again.json') });
  expect(bytesOf('timed-again.onnx')).toEqual(bytesOf('timed.onnx'));
  expect(await readPlan(at('timed-again.plan.json'))).toEqual(plan);
});

test('what was spared is not learned when the time is over, which is told and stands in the plan', async () => {
  const { at, bytesOf, train, allow } = await desk();
  const stopped = train('short.onnx', { architecture: 'small', sizePx: 16, minutes: 0.1, ...stopping() });
  await expect(stopped).rejects.toMatchObject({ code: 'interrupted' });
  const over = { until: 0, most: 100 };
  allow([over, over]);
  const warnings: string[] = [];
  const { plan, epochs } = await train('short.onnx', { resume: true, warn: (text) => warnings.push(text) });
  expect(warnings).toContainEqual(expect.stringContaining('the time is over'));
  expect(plan.stages.map(({ on, epochs }) => [on, epochs])).toEqual([['train', 2]]);
  expect(epochs).toBe(2);
  cpSync(at('short.plan.json'), at('short-again.json'));
  await train('short-again.onnx', { plan: at('short-again.json') });
  expect(bytesOf('short-again.onnx')).toEqual(bytesOf('short.onnx'));
});
