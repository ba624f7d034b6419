import type { TrainingPlan } from '../../src/plan/training-plan.ts';

/** A plan of every kind of member. */
export const examplePlan: TrainingPlan = {
  version: 2,
  data: { name: 'pictures', fingerprint: 'ab'.repeat(32), pictures: 40, classes: 4 },
  network: { architecture: null, backbone: 'efficientnet-lite2', sha256: 'cd'.repeat(32), sizePx: 260 },
  seed: 0,
  selection: 'fifth',
  preset: 'photos',
  loss: 'crossEntropy',
  labelSmoothing: 0.1,
  dimensions: 256,
  logitScale: 16,
  batch: 32,
  weightDecay: 0.05,
  emaDecay: null,
  stages: [
    {
      ...{ on: 'train', cut: 'blocks.16.output', views: 7, epochs: 16, learningRate: 4e-4, layerDecay: 1 },
      lengths: [
        { after: 0, epochs: 9 },
        { after: 1, epochs: 16 },
      ],
    },
    { on: 'train', cut: 'blocks.10.output', views: null, epochs: 2, learningRate: 1e-4, layerDecay: 0.7 },
  ],
};
