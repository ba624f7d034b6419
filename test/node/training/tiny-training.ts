import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freshNetwork } from '../../../src/backbones/architectures/fresh-network.ts';
import { openDataset } from '../../../src/node/open-dataset.ts';
import { learningSet } from '../../../src/node/training/learning-set.ts';
import { writePlan } from '../../../src/node/training/plan-file.ts';
import type { TrainingPlan } from '../../../src/plan/training-plan.ts';
import { writeClasses } from '../../cli/tiny-pictures.ts';

/** A network that has learned nothing, as somebody's own file, FOLDER/own.onnx. */
export async function writeOwnNetwork(folder: string): Promise<string> {
  const { bytes } = await freshNetwork('small', { sizePx: 16, seed: 5 });
  const path = join(folder, 'own.onnx');
  writeFileSync(path, bytes);
  return path;
}

/**
 * Pictures of four colours, and a plan for them: short, in several calls of the runtime. FOLDER/pictures,
 * FOLDER/plan.json.
 */
export async function writePictures(folder: string): Promise<string> {
  const path = join(folder, 'pictures');
  await writeClasses(path, 12);
  return path;
}

/** A plan for these pictures, with changes. */
export async function writePlanFor(
  pictures: string,
  path: string,
  network: TrainingPlan['network'],
  changes: Partial<TrainingPlan> = {},
): Promise<TrainingPlan> {
  const set = await learningSet(await openDataset(pictures), pictures);
  const plan: TrainingPlan = {
    version: 2,
    data: { name: set.name, fingerprint: set.fingerprint, pictures: set.train.length, classes: set.classes.length },
    network,
    seed: 3,
    selection: 'fifth',
    preset: 'photos',
    loss: 'crossEntropy',
    labelSmoothing: 0.1,
    dimensions: 8,
    logitScale: 10,
    batch: 8,
    weightDecay: 0.01,
    emaDecay: null,
    stages: [{ on: 'train', cut: 'images', views: 2, epochs: 3, learningRate: 3e-3, layerDecay: 1 }],
    ...changes,
  };
  await writePlan(path, plan);
  return plan;
}
