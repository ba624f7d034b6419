// @module-tag slow
import { describe, expect, it } from 'vitest';
import { dot, type Matrix, matrix, normaliseRows, row } from '../../src/base/matrix.ts';
import { random } from '../../src/base/random.ts';
import { mPerClass } from '../../src/data/samplers/m-per-class.ts';
import { relationsOf } from '../../src/data/supervision/relations-of.ts';
import { supervision } from '../../src/data/supervision/supervision.ts';
import { classMeans } from '../../src/gallery/class-means.ts';
import { typedProduct } from '../../src/linalg/product.ts';
import { type EmbeddingLossName, embeddingLosses } from '../../src/losses/catalogue.ts';
import { crossBatchMemory } from '../../src/losses/cross-batch-memory.ts';
import { miners } from '../../src/losses/miners/catalogue.ts';
import { figureNames, monitor } from '../../src/losses/monitor.ts';
import { zeroMean } from '../../src/losses/regularisers/zero-mean.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';
import { learnProjection, type ProjectionTask } from '../../src/train/learn-projection.ts';

const [classes, perClass, informative, dimensions] = [8, 12, 6, 12];

/** Clusters in the last axes, behind louder axes that say nothing of any class. */
function clusters(seed: number): { readonly features: Matrix; readonly labels: Int32Array } {
  const { normal } = random(seed, 'clusters');
  const centres = matrix(classes, informative, Float32Array.from({ length: classes * informative }, normal));
  const labels = Int32Array.from({ length: classes * perClass }, (_, i) => i % classes);
  const features = matrix(labels.length, dimensions);
  labels.forEach((label, i) => {
    const target = row(features, i);
    for (let j = 0; j < dimensions - informative; j++) target[j] = 2 * normal();
    for (let j = 0; j < informative; j++)
      target[dimensions - informative + j] = row(centres, label)[j] + 0.3 * normal();
  });
  return { features, labels };
}

const data = clusters(1);

/** The share of samples whose nearest other one is of their class. */
function recallAt1(features: Matrix, labels: Int32Array): number {
  const unit = normaliseRows(matrix(features.rows, features.columns, features.data.slice()));
  const nearest = (i: number) =>
    labels.reduce((best, _, j) => (j !== i && nearness(i, j) > (best < 0 ? -2 : nearness(i, best)) ? j : best), -1);
  const nearness = (i: number, j: number) => dot(row(unit, i), row(unit, j));
  return labels.filter((label, i) => labels[nearest(i)] === label).length / labels.length;
}

function taskWith(changes: Partial<ProjectionTask> & Pick<ProjectionTask, 'recipe'>): ProjectionTask {
  const batch = 32;
  return {
    features: data.features,
    supervision: { labels: data.labels, classes },
    dimensions,
    sampler: mPerClass({ labels: data.labels, batch, seed: 0, perClass: 4 }),
    batch,
    steps: 400,
    learningRate: 2e-2,
    weightDecay: 0,
    ...changes,
  };
}

const learned = (changes: Parameters<typeof taskWith>[0]) =>
  learnProjection(taskWith(changes), { runtime: nodeRuntime, seed: 0, threads: 1 });

/** They say nothing of which classes lie where: parts of other losses. */
const parts: readonly EmbeddingLossName[] = ['intraPairVariance'];
const whole = Object.keys(embeddingLosses).filter((name) => !parts.some((part) => part === name));

describe('a learned projection', () => {
  it.each(whole)('finds what separates the classes, by %s', async (name) => {
    const loss = embeddingLosses[name as EmbeddingLossName]();
    const { weights, ending } = await learned({ recipe: { loss, mostPositives: 3 } });
    const before = recallAt1(data.features, data.labels);
    const after = recallAt1(await typedProduct(data.features, weights), data.labels);
    expect(ending).toBe('finished');
    expect(after).toBeGreaterThan(before + 0.15);
  });

  it('is the same from labels as from all pairs that follow from them', async () => {
    const known = supervision({ count: data.labels.length, labels: Array.from(data.labels, String) });
    const loss = embeddingLosses.multiSimilarity();
    const fromLabels = await learned({ recipe: { loss } });
    const fromPairs = await learned({
      recipe: { loss },
      supervision: { relations: (samples) => relationsOf(known, samples) },
    });
    const apart = fromPairs.weights.data.map((value, i) => Math.abs(value - fromLabels.weights.data[i]));
    expect(Math.max(...apart)).toBeLessThan(1e-4);
  });

  it('reports the values of its monitor, takes a memory and regularisers', async () => {
    const { history } = await learned({
      recipe: {
        loss: embeddingLosses.contrastive(),
        memory: crossBatchMemory({ dimensions, size: 48 }),
        monitor: monitor({ dimensions }),
        regularisers: [{ regulariser: zeroMean(), weight: 0.1 }],
      },
    });
    expect(Object.keys(history[0].reports ?? {})).toEqual(expect.arrayContaining([...figureNames]));
    expect(Number(history.at(-1)?.reports?.gap)).toBeGreaterThan(Number(history[0].reports?.gap));
  });

  it.each(Object.keys(miners))('learns from the pairs that %s chooses, from a memory too', async (name) => {
    const miner = miners[name as keyof typeof miners]();
    const recipe = { loss: embeddingLosses.contrastive(), miner, memory: crossBatchMemory({ dimensions, size: 48 }) };
    const { weights } = await learned({ recipe, steps: 100 });
    const after = recallAt1(await typedProduct(data.features, weights), data.labels);
    expect(after).toBeGreaterThan(recallAt1(data.features, data.labels));
  });

  it('gives the same bytes again', async () => {
    const recipe = { loss: embeddingLosses.supCon() };
    const [first, second] = [await learned({ recipe }), await learned({ recipe })];
    expect(second.weights.data).toEqual(first.weights.data);
  });

  it('refuses a loss with class weights where there are no labels', async () => {
    const supervised = { relations: () => ({ positive: new Float32Array(1024), negative: new Float32Array(1024) }) };
    await expect(
      learned({ recipe: { loss: embeddingLosses.arcFace() }, supervision: supervised }),
    ).rejects.toMatchObject({ code: 'unsupported' });
  });

  it('starts with the given class centres', async () => {
    const recipe = { loss: embeddingLosses.normalisedSoftmax() };
    const lossOf = async (changes: Partial<ProjectionTask>) =>
      (await learned({ recipe, steps: 1, learningRate: 1e-9, ...changes })).history[0].loss;
    const centres = classMeans(data.features, data.labels, classes);
    expect(await lossOf({ centres })).toBeLessThan(0.7 * (await lossOf({})));
  });
});
