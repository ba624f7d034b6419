import { describe, expect, test } from 'vitest';
import { freshNetwork } from '../../src/backbones/architectures/fresh-network.ts';
import { openBackbone } from '../../src/backbones/backbone.ts';
import { random } from '../../src/base/random.ts';
import type { LabelledSample } from '../../src/data/dataset.ts';
import { learningSetOf } from '../../src/plan/learning-set.ts';
import type { TrainingPlan } from '../../src/plan/training-plan.ts';
import type { UsablePictures } from '../../src/plan/usable-pictures.ts';
import { makePlan } from '../../src/stages/make-plan.ts';
import { type TrainedPictures, trainNetwork } from '../../src/stages/train-network.ts';
import { historyOf, validationOf } from '../../src/stages/training-result.ts';
import { learnableNetwork } from '../../src/train/cost/learnable-network.ts';
import { picture } from '../images/preprocessings.ts';
import { memoryMachine } from './memory-machine.ts';

const sizePx = 16;

/** Where red, green and blue stand for classes that are learned, and the other two for new ones. */
const colours: Readonly<Record<string, readonly number[]>> = {
  red: [150, 50, 50],
  green: [50, 150, 50],
  blue: [50, 50, 150],
  yellow: [150, 150, 50],
  violet: [150, 50, 150],
};

/** Noisy pictures of these colours, in memory. */
function world() {
  const { integer } = random(1, 'pictures');
  const samples: LabelledSample[] = Object.keys(colours).flatMap((label, place) =>
    Array.from({ length: 6 }, (_, i) => ({
      path: `${label}/${i}`,
      ...{ label, part: place < 3 ? 'train' : 'val', group: null },
    })),
  );
  const pixels = samples.map(({ path, label }) => {
    return [path, picture(20, 20, (_x, _y, channel) => colours[label][channel] + integer(60))] as const;
  });
  return { samples, machine: memoryMachine(new Map(pixels)) };
}

/** The pictures as their parts say, and a network that learns from them: a backbone, or one from scratch. */
async function trained(samples: readonly LabelledSample[], architecture: 'small' | null): Promise<TrainedPictures> {
  const file = await freshNetwork('small', { sizePx, seed: 5 });
  const dataset = { name: 'colours', samples, pairs: [], triplets: [], classes: [], remarks: [] };
  const set = await learningSetOf(dataset, async (all) => all.map(({ path }) => path));
  const usable: UsablePictures = {
    learned: samples.filter(({ part }) => part === 'train'),
    heldOut: samples.filter(({ part }) => part === 'val'),
    ...{ annotatedSplit: null, selection: 'val', hashes: [], skipped: [] },
  };
  const backbone =
    architecture === null ? { backbone: 'own', sha256: file.card.sha256 } : { backbone: null, sha256: null };
  const inPlan = { architecture, ...backbone, sizePx };
  return { set, usable, named: { file, inPlan }, network: learnableNetwork(file.card, file.bytes) };
}

const means = { spent: 0, bytes: 1e9, memory: 1e9, isCached: false };

/** The plan with only its first stage, as short as it can be worth something. */
function shortened(plan: TrainingPlan, epochs: number): TrainingPlan {
  const [{ lengths: _, ...stage }] = plan.stages;
  return { ...plan, stages: [{ ...stage, epochs, views: stage.views && 2 }] };
}

describe('training from pictures without Node', () => {
  test('plans and learns a head on a backbone, with its work in a storage in memory', async () => {
    const { samples, machine } = world();
    const pictures = await trained(samples, null);
    const wishes = { minutes: 0.05, headOnly: true, loss: 'crossEntropy' };
    const { plan, allowed } = await makePlan(pictures, wishes, means, machine);
    expect(plan.stages.map(({ on, cut }) => [on, cut])).toEqual([['train', 'features']]);
    expect(allowed).toHaveLength(1);
    const training = { ...pictures, plan: shortened(plan, 2), time: null };
    const made = await trainNetwork(training, { ...machine, resumed: false, producer: 'test' });
    expect(historyOf(made.trained)).toHaveLength(2);
    const names = await machine.storage.list();
    expect(names).toContain('stage-0.safetensors');
    expect(names.filter((name) => name.startsWith('learned-')).length).toBeGreaterThan(0);
    const { whitening } = made;
    const result = validationOf(made.trained, made.trained.plan, {
      samples: pictures.usable.heldOut.length,
      whitening,
    });
    expect(result).toMatchObject({ metric: 'recall at 1', samples: 12 });
    expect(result?.value).toBeGreaterThan(0.8);
    const resumed = await trainNetwork(training, { ...machine, resumed: true, producer: 'test' });
    expect(resumed.bytes).toEqual(made.bytes);
    const card = { ...pictures.named.file.card, output: 'embedding', dimensions: made.dimensions };
    const backbone = await openBackbone(card, made.bytes, machine.runtime);
    expect((await backbone.features(new Float32Array(3 * sizePx ** 2), 1)).columns).toBe(made.dimensions);
    await backbone.dispose();
  });

  test('plans and learns a network from scratch', async () => {
    const { samples, machine } = world();
    const pictures = await trained(samples, 'small');
    const { plan } = await makePlan(pictures, { minutes: 0.05, loss: 'multiSimilarity' }, means, machine);
    expect(plan.stages[0]).toMatchObject({ cut: 'images', views: null });
    const training = { ...pictures, plan: shortened(plan, 1), time: null };
    const made = await trainNetwork(training, { ...machine, resumed: false, producer: 'test' });
    expect(made.trained.stages.map(({ ending }) => ending)).toEqual(['finished']);
    expect(made.bytes.length).toBeGreaterThan(1000);
  });
});
