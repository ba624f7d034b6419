import { mkdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { beforeAll, describe, expect, it } from 'vitest';
import { cardFingerprint } from '../../../src/backbones/fingerprint.ts';
import { sha256 } from '../../../src/base/hash.ts';
import { type Matrix, row } from '../../../src/base/matrix.ts';
import { cacheKeyOf } from '../../../src/data/embedding/embed-pictures.ts';
import { sizes } from '../../../src/graph/value.ts';
import { lmdbEmbeddingCache } from '../../../src/node/embedding/embedding-cache.ts';
import { loadBackbone } from '../../../src/node/hub/backbone-files.ts';
import { openDataset } from '../../../src/node/open-dataset.ts';
import { nodeRuntime } from '../../../src/node/runtime.ts';
import { learningSet } from '../../../src/node/training/learning-set.ts';
import { nodeMachine } from '../../../src/node/training/node-machine.ts';
import { usableByNetwork } from '../../../src/node/training/usable-pictures.ts';
import { floatTensor } from '../../../src/runtime/tensors.ts';
import { learnedFeatures } from '../../../src/stages/ending/learned-features.ts';
import { type WhiteningTask, whitenedLast } from '../../../src/stages/ending/whitened-last.ts';
import { learnStages } from '../../../src/stages/learn-stages.ts';
import { pictureHeadStart } from '../../../src/stages/picture-head-start.ts';
import { learnableNetwork } from '../../../src/train/cost/learnable-network.ts';
import { sharedFolder } from '../../cli/tiny-pictures.ts';
import { writeOwnNetwork, writePictures, writePlanFor } from './tiny-training.ts';

const options = { threads: 1, seed: 3 };
const tools = { ...nodeMachine(tmpdir(), options), threads: 1 };

const at = sharedFolder(async (folder) => {
  await Promise.all([writePictures(folder), writeOwnNetwork(folder)]);
});

/** What a head that learned alone has learned, on a line: four colours are not apart there. */
async function headAlone(): Promise<WhiteningTask> {
  const [pictures, path] = [at('pictures'), at('own.onnx')];
  const file = await loadBackbone(path, { runtime: nodeRuntime, hub: { folder: '' } });
  const network = learnableNetwork(file.card, file.bytes);
  const named = { architecture: null, backbone: path, sha256: file.card.sha256, sizePx: 16 };
  const cut = network.cuts.at(-1)?.name ?? '';
  const stages = [{ on: 'train', cut, views: 2, epochs: 2, learningRate: 3e-3, layerDecay: 1 }] as const;
  const plan = await writePlanFor(pictures, at('head.json'), named, { dimensions: 1, stages });
  const set = await learningSet(await openDataset(pictures), pictures);
  const usable = await usableByNetwork(set, file, options);
  const labelled = (samples: typeof usable.learned) => ({
    paths: samples.map((sample) => sample.path),
    labels: Int32Array.from(samples, ({ label }) => set.classes.indexOf(label ?? '')),
  });
  const [learned, heldOut] = [labelled(usable.learned), { ...labelled(usable.heldOut), strangeClasses: null }];
  const start = await pictureHeadStart(file, usable, learned, plan, tools);
  await mkdir(at('work'));
  const task = { network, plan, learned, heldOut, annotated: null };
  const trained = await learnStages(
    { ...task, start },
    {
      ...nodeMachine(at('work'), options),
      resumed: false,
      threads: 1,
    },
  );
  return { ...task, trained, backbone: start && file };
}

describe('features of a network of which the head alone has learned', () => {
  let task: WhiteningTask;
  let anew: WhiteningTask;
  beforeAll(async () => {
    task = await headAlone();
    anew = { ...task, backbone: null };
  });
  const paths = () => [...task.learned.paths, ...task.heldOut.paths];

  it('are those that the trained network gives, and so is what the head makes of them', async () => {
    const [before, after] = [
      await learnedFeatures(anew, task.trained, paths(), tools),
      await learnedFeatures(task, task.trained, paths(), tools),
    ];
    expectNear(after.features, before.features);
    expectNear(after.ofHead, before.ofHead);
  });

  it('give the same end', async () => {
    const [before, after] = [await whitenedLast(anew, tools), await whitenedLast(task, tools)];
    expect(after.whitening).toMatchObject({ taken: true });
    expect([after.whitening, after.dimensions]).toEqual([before.whitening, before.dimensions]);
  });

  it('come from the cache; those of a network that has learned itself do not', async () => {
    const cacheFolder = at('cache');
    const caching = { ...nodeMachine(at('work'), { ...options, cacheFolder }), threads: 1 };
    const [path] = paths();
    const [hash, mark] = [cacheKeyOf(await sha256(await readFile(path))), await cardFingerprint(task.network.card)];
    const { features } = await learnedFeatures(task, task.trained, paths(), caching);
    const cache = await lmdbEmbeddingCache({ folder: cacheFolder });
    expect(cache.get(hash, mark)).toEqual(row(features, 0));
    const madeUp = new Float32Array(features.columns).fill(0);
    madeUp[0] = 1;
    cache.set(hash, mark, madeUp);
    await cache.close();
    const known = await learnedFeatures(task, task.trained, paths(), caching);
    expect(row(known.features, 0)).toEqual(madeUp);
    const { head, weights } = task.trained;
    const [{ name, shape, data }] = task.network.tail(task.network.cuts[0], 1).graph.weights;
    if (!(data instanceof Float32Array)) throw new Error(`${name} is no number that learns`);
    const changed = { ...weights, [name]: floatTensor(data.slice(), sizes(shape)) };
    const other = await learnedFeatures(task, { head, weights: changed }, paths(), caching);
    expect(row(other.features, 0)).not.toEqual(madeUp);
  });
});

function expectNear(a: Matrix, b: Matrix) {
  expect([a.rows, a.columns]).toEqual([b.rows, b.columns]);
  expect(Math.max(...a.data.map((value, i) => Math.abs(value - b.data[i])))).toBeLessThan(1e-5);
}
