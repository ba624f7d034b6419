import type { TrainingPlan } from '../../../src/node/training/training-plan.ts';

/** A plan of every kind of member. */
export const examplePlan: TrainingPlan = {
  version: 1,
  data: { name: 'pictures', fingerprint: 'ab'.repeat(32), pictures: 40, classes: 4 },
  network: { architecture: null, backbone: 'efficientnet-lite2', sha256: 'cd'.repeat(32), sizePx: 260 },
  seed: 0,
  selection: 'fifth',
  preset: 'photos',
  loss: 'crossEntropy',
  smoothing: 0.1,
  dimensions: 256,
  sharpness: 16,
  batch: 32,
  weightDecay: 0.05,
  average: null,
  stages: [
    {
      ...{ on: 'train', cut: 'blocks.16.output', views: 7, epochs: 16, rate: 4e-4, layerDecay: 1 },
      lengths: [
        { after: 0, epochs: 9 },
        { after: 1, epochs: 16 },
      ],
    },
    { on: 'train', cut: 'blocks.10.output', views: null, epochs: 2, rate: 1e-4, layerDecay: 0.7 },
  ],
};
