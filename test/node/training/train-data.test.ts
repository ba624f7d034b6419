// @module-tag slow
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBackbone } from '../../../src/backbones/backbone.ts';
import { sha256 } from '../../../src/base/hash.ts';
import { dot } from '../../../src/base/matrix.ts';
import { loadBackbone } from '../../../src/node/hub/backbone-files.ts';
import { nodeRuntime } from '../../../src/node/runtime.ts';
import { trainData } from '../../../src/node/training/train-data.ts';
import type { TrainDataOptions } from '../../../src/node/training/train-options.ts';
import type { TrainingPlan } from '../../../src/plan/training-plan.ts';
import { learnedPictures } from '../../../src/stages/ending/learned-pictures.ts';
import { writeBroken } from '../../cli/tiny-pictures.ts';
import { writeOwnNetwork, writePictures, writePlanFor } from './tiny-training.ts';

const folder = mkdtempSync(join(tmpdir(), 'discern-train-'));
const at = (...names: readonly string[]) => join(folder, ...names);
const fromScratch = { architecture: 'small', backbone: null, sha256: null, sizePx: 16 } as const;
const working = { workFolder: at('work'), threads: 1 };
let pictures = '';
let own: TrainingPlan['network'];

/** Trains to FILE with the plan of that name. */
const train = (out: string, plan: string, options: Partial<TrainDataOptions> = {}) =>
  trainData(pictures, { ...working, out: at(out), plan: at(plan), ...options });
const bytesOf = (name: string) => new Uint8Array(readFileSync(at(name)));

beforeAll(async () => {
  pictures = await writePictures(folder);
  const backbone = await writeOwnNetwork(folder);
  own = { architecture: null, backbone, sha256: await sha256(bytesOf('own.onnx')), sizePx: 16 };
  await writePlanFor(pictures, at('scratch.json'), fromScratch);
  const cut = { on: 'train', cut: 'stages', views: 2, epochs: 3, learningRate: 3e-3, layerDecay: 1 } as const;
  const { cuts } = await cutsOf(backbone);
  await writePlanFor(pictures, at('tuned.json'), own, { stages: [{ ...cut, cut: cuts[2] }] });
  await writePlanFor(pictures, at('deep.json'), own, {
    stages: [
      { ...cut, cut: cuts[cuts.length - 1] },
      { ...cut, cut: cuts[1], views: null, epochs: 1, learningRate: 3e-4 },
    ],
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function cutsOf(backbone: string) {
  const { learnableNetwork } = await import('../../../src/train/cost/learnable-network.ts');
  const { card, bytes } = await loadBackbone(backbone, { runtime: nodeRuntime, hub: { folder: '' } });
  return { cuts: learnableNetwork(card, bytes).cuts.map(({ name }) => name) };
}

describe('training from a plan', () => {
  test.each(['scratch', 'tuned', 'deep'])(
    '%s: the colours are learned, and the same plan gives the same bytes',
    async (name) => {
      const first = await train(`${name}-1.onnx`, `${name}.json`);
      expect(first.validation?.samples).toBeGreaterThan(3);
      expect(first.validation?.value).toBeGreaterThan(0.6);
      expect(first.history.at(-1)?.loss).toBeLessThan(first.history[0].loss);
      await train(`${name}-2.onnx`, `${name}.json`, { minutes: 0.1, workFolder: at('elsewhere') });
      expect(bytesOf(`${name}-1.onnx`)).toEqual(bytesOf(`${name}-2.onnx`));
    },
  );

  test('the file gives embeddings of unit length, any number at once, and says how pictures are prepared', async () => {
    await train('file.onnx', 'tuned.json');
    const { card, bytes, remarks } = await loadBackbone(at('file.onnx'), { runtime: nodeRuntime, hub: { folder: '' } });
    expect(remarks).toEqual([]);
    expect(card).toMatchObject({ input: 'images', output: 'embedding', pooling: 'none', dimensions: 8 });
    expect(card.description).toContain('fine-tuned');
    const session = await nodeRuntime.load(bytes);
    const images = new Float32Array(3 * 3 * 16 * 16).map((_, i) => Math.sin(i));
    const feed = { images: { type: 'float32', shape: [3, 3, 16, 16], data: images } } as const;
    const { embedding } = await session.run(feed);
    const rows = [0, 1, 2].map((i) => (embedding.data as Float32Array).subarray(8 * i, 8 * i + 8));
    expect(embedding.shape).toEqual([3, 8]);
    for (const row of rows) expect(dot(row, row)).toBeCloseTo(1, 5);
    const backbone = await openBackbone(card, bytes, nodeRuntime);
    const alone = await backbone.features(images.subarray(0, 768), 1);
    expect(dot(alone.data, rows[0])).toBeCloseTo(1, 5);
    await Promise.all([session.dispose(), backbone.dispose()]);
  });

  test('plan and curves lie beside the file, and the work is gone', async () => {
    await train('beside.onnx', 'scratch.json');
    expect(JSON.parse(readFileSync(at('beside.plan.json'), 'utf8'))).toEqual(
      JSON.parse(readFileSync(at('scratch.json'), 'utf8')),
    );
    expect(readFileSync(at('beside.html'), 'utf8')).toContain('</html>');
    expect(readdirSync(at('work'))).toEqual([]);
  });

  test('interrupted after any epoch and resumed, it gives the bytes of a run that never was', async () => {
    await train('whole.onnx', 'deep.json');
    for (const stopAfter of [1, 2, 4]) {
      const controller = new AbortController();
      let passed = 0;
      const stopped = train('cut.onnx', 'deep.json', {
        signal: controller.signal,
        passed: () => {
          if (++passed === stopAfter) controller.abort();
        },
      });
      const outcome = await stopped.catch((error: unknown) => error);
      if (outcome instanceof Error) {
        expect(outcome).toMatchObject({ code: 'interrupted', todo: expect.stringContaining('--resume') });
        await trainData(pictures, { ...working, out: at('cut.onnx'), resume: true });
      }
      expect(bytesOf('cut.onnx')).toEqual(bytesOf('whole.onnx'));
      rmSync(at('cut.onnx'));
    }
  });

  test('resuming keeps the threads of the run, refuses others, and says how in words that a shell can read', async () => {
    const controller = new AbortController();
    const passed = () => controller.abort();
    const stopped = train('my own.onnx', 'scratch.json', { signal: controller.signal, passed });
    await expect(stopped).rejects.toMatchObject({ todo: expect.stringContaining(`--out '${at('my own.onnx')}'`) });
    const again = { workFolder: working.workFolder, out: at('my own.onnx'), resume: true };
    const refusal = { code: 'misused', expected: expect.stringContaining('--threads 1') };
    await expect(trainData(pictures, { ...again, threads: 2 })).rejects.toMatchObject(refusal);
    const answers = { channels: 'bgr' } as const;
    await expect(trainData(pictures, { ...again, answers })).rejects.toMatchObject({ code: 'misused' });
    await trainData(pictures, again);
    expect(bytesOf('my own.onnx')).toEqual(bytesOf('scratch-1.onnx'));
  });

  test('a network from scratch knows the pictures that it has learned or was chosen by', async () => {
    await train('knows.onnx', 'scratch.json');
    const isLearned = learnedPictures(bytesOf('knows.onnx'));
    const files = readdirSync(pictures, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.png'));
    const hashes = await Promise.all(files.map((name) => sha256(bytesOf(join('pictures', name)))));
    expect(hashes).toHaveLength(48);
    expect(hashes.every(isLearned)).toBe(true);
    expect(isLearned(await sha256(bytesOf('own.onnx')))).toBe(false);
  });

  test('steps are those of all stages, also of one that learns what was spared', async () => {
    const [stage] = JSON.parse(readFileSync(at('scratch.json'), 'utf8')).stages;
    const stages = [
      { ...stage, epochs: 1 },
      { ...stage, on: 'all', epochs: 2 },
    ];
    await writePlanFor(pictures, at('steps.json'), fromScratch, { stages });
    const { steps, validation, stopped } = await train('steps.onnx', 'steps.json');
    const spared = validation?.samples ?? 0;
    expect(steps).toBe(Math.round((48 - spared) / 8) + 2 * Math.round(48 / 8));
    expect(Math.round((48 - spared) / 8)).not.toBe(Math.round(48 / 8));
    expect(stopped).toBe('finished');
  });

  test('what was spared is not learned where learning bettered nothing', async () => {
    const [stage] = JSON.parse(readFileSync(at('tuned.json'), 'utf8')).stages;
    const useless = { ...stage, learningRate: 1e-12 }; // of equals the beginning stands
    await writePlanFor(pictures, at('useless.json'), own, { stages: [useless, { ...useless, on: 'all' }] });
    const { history, validation, steps } = await train('useless.onnx', 'useless.json');
    expect([validation?.epoch, history.map(({ stage }) => stage)]).toEqual([0, [1, 1, 1]]);
    expect(steps).toBe(3 * Math.round((48 - 9) / 8));
    expect(readFileSync(at('useless.html'), 'utf8')).toContain('none bettered the beginning, which stands');
  });

  test('whitened features end the network where its head tells less apart, in both kinds of ending', async () => {
    const [validated, all] = ['tuned', 'scratch'].map((plan) => readFileSync(at(`${plan}.json`), 'utf8'));
    const [stage] = JSON.parse(all).stages;
    const endings = {
      validated: { network: own, stages: JSON.parse(validated).stages, learned: [1] },
      all: { network: fromScratch, stages: [stage, { ...stage, on: 'all' }], learned: [1, 2] },
    };
    for (const [name, { network, stages, learned }] of Object.entries(endings)) {
      // On a line, four colours are not apart.
      await writePlanFor(pictures, at(`${name}.json`), network, { dimensions: 1, stages });
      const { whitening, validation, dimensions, history } = await train(`${name}.onnx`, `${name}.json`);
      expect([...new Set(history.map(({ stage }) => stage))]).toEqual(learned);
      expect(whitening?.after).toBeGreaterThan(whitening?.before ?? 1);
      expect([validation?.value, validation?.interval]).toEqual([whitening?.after, whitening?.interval]);
      const { card } = await loadBackbone(at(`${name}.onnx`), { runtime: nodeRuntime, hub: { folder: '' } });
      const before = await loadBackbone(at('own.onnx'), { runtime: nodeRuntime, hub: { folder: '' } });
      expect([dimensions, card.dimensions]).toEqual([before.card.dimensions, before.card.dimensions]);
      expect(card.description).toContain(`${dimensions} numbers`);
    }
  });

  test('a stage that diverges before its first epoch is over is an error, and nothing is written', async () => {
    const [stage] = JSON.parse(readFileSync(at('scratch.json'), 'utf8')).stages;
    await writePlanFor(pictures, at('wild.json'), fromScratch, { stages: [{ ...stage, learningRate: 3e38 }, stage] });
    await expect(train('wild.onnx', 'wild.json', { workFolder: at('wild') })).rejects.toMatchObject({
      code: 'diverged',
      given: expect.stringContaining('epoch 1'),
    });
    expect(existsSync(at('wild.onnx'))).toBe(false);
  });

  test('pictures that cannot be read are told, and left out', async () => {
    const broken = at('pictures', 'red');
    await writeBroken(broken);
    try {
      await writePlanFor(pictures, at('broken.json'), fromScratch);
      const { skipped } = await train('broken.onnx', 'broken.json');
      expect(skipped.map(({ path }) => path).sort()).toEqual([join(broken, 'empty.png'), join(broken, 'text.jpg')]);
    } finally {
      for (const name of ['empty.png', 'text.jpg']) rmSync(join(broken, name));
    }
  });
});

describe('training refuses', () => {
  test('a plan for other pictures', async () => {
    await writePlanFor(pictures, at('other.json'), fromScratch, {
      data: { name: 'others', fingerprint: 'ff', pictures: 3, classes: 2 },
    });
    await expect(train('no.onnx', 'other.json')).rejects.toMatchObject({ code: 'fingerprint' });
  });

  test('a plan for another network of that name', async () => {
    await writePlanFor(pictures, at('network.json'), { ...own, sha256: 'ff' });
    await expect(train('no.onnx', 'network.json')).rejects.toMatchObject({ code: 'fingerprint' });
  });

  test('a plan with a cut that the network lacks', async () => {
    const stages = [{ on: 'train', cut: 'nowhere', views: 1, epochs: 1, learningRate: 1e-3, layerDecay: 1 }] as const;
    await writePlanFor(pictures, at('nowhere.json'), fromScratch, { stages });
    await expect(train('no.onnx', 'nowhere.json')).rejects.toMatchObject({ code: 'bad-data' });
    const [first, second] = JSON.parse(readFileSync(at('deep.json'), 'utf8')).stages;
    await writePlanFor(pictures, at('order.json'), own, { stages: [second, first] });
    await expect(train('no.onnx', 'order.json')).rejects.toMatchObject({ code: 'bad-data' });
  });

  test('a batch of more pictures than are learned from', async () => {
    await writePlanFor(pictures, at('batch.json'), fromScratch, { batch: 48 });
    const refusal = { code: 'bad-data', given: expect.stringContaining('48') };
    await expect(train('no.onnx', 'batch.json')).rejects.toMatchObject(refusal);
  });

  test.each(['scratch', 'backbone'])('pictures of which hardly any can be read: %s', async (kind) => {
    const folderOf = at(`unread-${kind}`);
    for (const label of ['red', 'blue']) cpSync(at('pictures', label), join(folderOf, label), { recursive: true });
    for (const name of readdirSync(join(folderOf, 'blue'))) writeFileSync(join(folderOf, 'blue', name), 'words');
    const network =
      kind === 'scratch' ? ({ architecture: 'small', sizePx: 16 } as const) : { backbone: at('own.onnx') };
    const few = trainData(folderOf, { ...working, ...network, out: at('no.onnx') });
    await expect(few).rejects.toMatchObject({ code: 'too-few', given: expect.stringMatching(/1 class, without 12/) });
  });

  test('a name that is no ONNX file, one class, and a pair', async () => {
    await expect(train('no.bin', 'scratch.json')).rejects.toMatchObject({ code: 'misused' });
    const [a, b] = ['red', 'blue'].map((name) => at('pictures', name, '0.png'));
    writeFileSync(at('single.csv'), `path,label\n${a},x\n${b},x\n`);
    const single = trainData(at('single.csv'), { ...working, out: at('no.onnx') });
    await expect(single).rejects.toMatchObject({ code: 'too-few' });
    writeFileSync(at('pairs.csv'), `a,b,same\n${a},${b},0\n`);
    const pairs = trainData(at('pairs.csv'), { ...working, out: at('no.onnx') });
    await expect(pairs).rejects.toMatchObject({ code: 'too-few' });
  });

  test('to resume what was never begun', async () => {
    const resumed = trainData(pictures, { ...working, out: at('never.onnx'), resume: true });
    await expect(resumed).rejects.toMatchObject({ code: 'not-found' });
    expect(existsSync(at('never.onnx'))).toBe(false);
  });
});

test('a val part of classes that are not learned judges by which pictures find their like', async () => {
  const parted = at('parted');
  for (const [label, part] of Object.entries({ red: 'train', green: 'train', blue: 'val', grey: 'val' }))
    cpSync(join(pictures, label), join(parted, part, label), { recursive: true });
  const how = { ...working, architecture: 'small', sizePx: 16, minutes: 0.02, preset: 'none' } as const;
  const { validation, plan, history, whitening } = await trainData(parted, { ...how, out: at('parted.onnx') });
  expect(plan.selection).toBe('val');
  expect(plan.data.classes).toBe(2);
  expect(validation).toMatchObject({ metric: 'recall at 1', samples: 24, classifier: null, apart: 'identities' });
  const best = Math.max(...history.map((epoch) => epoch.validation?.recallAt1 ?? 0));
  expect(whitening?.before).toBeCloseTo(best, 5);
  expect(validation?.value).toBe(whitening?.taken ? whitening.after : whitening?.before);
  expect(validation?.interval).toEqual(whitening?.interval);
});

test('a picture that is gone when all is learned costs the whitening, and nothing else', async () => {
  const reported: string[] = [];
  const how = { ...working, architecture: 'small', sizePx: 16, minutes: 0.02, preset: 'none' } as const;
  const { whitening, validation } = await trainData(at('parted'), {
    ...{ ...how, out: at('gone.onnx'), warn: (message: string) => void reported.push(message) },
    passed: () => rmSync(at('parted', 'val', 'blue', '0.png'), { force: true }),
  });
  expect(whitening).toBeNull();
  expect(validation?.metric).toBe('recall at 1');
  expect(reported.join()).toContain('not whitened');
  expect(existsSync(at('gone.onnx'))).toBe(true);
});

test('a miner that remembers earlier batches learns from labels', async () => {
  const wishes = { loss: 'tripletMargin', miner: 'hardestWithinMemory' } as const;
  const how = { ...working, architecture: 'small', sizePx: 16, minutes: 0.02, preset: 'none' } as const;
  const { plan, history } = await trainData(pictures, { ...how, ...wishes, out: at('remembering.onnx') });
  expect(plan).toMatchObject(wishes);
  expect(history.every(({ loss }) => Number.isFinite(loss))).toBe(true);
});
