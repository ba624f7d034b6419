import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type TrainDataOptions, trainData } from '../../../src/node/training/train-data.ts';
import { readPlan } from '../../../src/node/training/training-plan.ts';
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

test('what the time decided is written down, by a run that was interrupted too, and repeated it gives the same bytes', async () => {
  const { at, bytesOf, train } = await desk();
  const controller = new AbortController();
  const passed = () => controller.abort();
  const wishes = { architecture: 'small', sizePx: 16, minutes: 0.1 } as const;
  const stopped = train('timed.onnx', { ...wishes, signal: controller.signal, passed });
  await expect(stopped).rejects.toMatchObject({ code: 'interrupted' });
  const { plan } = await train('timed.onnx', { resume: true });
  expect(await readPlan(at('timed.plan.json'))).toEqual(plan);
  cpSync(at('timed.plan.json'), at('timed-again.json'));
  await train('timed-again.onnx', { plan: at('timed-again.json') });
  expect(bytesOf('timed-again.onnx')).toEqual(bytesOf('timed.onnx'));
  expect(await readPlan(at('timed-again.plan.json'))).toEqual(plan);
});
