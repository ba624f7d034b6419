import { defaultLoss } from '../losses/catalogue.ts';

/** The hyperparameters that a search chooses. */
export type Hyperparameters = {
  /** A name in the catalogue of losses. */
  readonly loss: string;
  /** Size of an embedding. */
  readonly dimensions: number;
  /** Peak learning rate. */
  readonly learningRate: number;
  readonly epochs: number;
};

/** The defaults where classes are known. Another value must be significantly better to replace them. */
export const defaultHyperparameters: Hyperparameters = {
  loss: defaultLoss,
  dimensions: 256,
  learningRate: 6e-4,
  epochs: 12,
};

/** The default loss where only pairs, triplets or groups are known. */
export const defaultAnnotationLoss = 'multiSimilarity';

/**
 * The other values to try, one hyperparameter after the other, each combined with the best of those before it. The
 * losses are of every kind, because losses of one kind are about equally good (Musgrave, Belongie and Lim 2020).
 */
export const sweeps = {
  loss: ['proxyAnchor', 'supCon', 'multiSimilarity', 'circle', 'subCentreArcFace'],
  dimensions: [128, 512],
  learningRate: [1.5e-4, 2.4e-3],
  epochs: [4, 36],
} satisfies { readonly [K in keyof Hyperparameters]: readonly Hyperparameters[K][] };

/** The losses to try where only pairs, triplets or groups are known; none of them needs classes. */
export const annotationLosses: readonly string[] = ['supCon', 'circle', 'contrastive', 'tripletMargin', 'angular'];

/** A hyperparameter that can be searched. */
export type HyperparameterName = keyof typeof sweeps;

/** These hyperparameters with each other value of one of them. */
export function alternativesOf(
  setting: Hyperparameters,
  name: HyperparameterName,
  { annotated = false } = {},
): Hyperparameters[] {
  const values: readonly Hyperparameters[HyperparameterName][] =
    annotated && name === 'loss' ? annotationLosses : sweeps[name];
  return values.map((value) => ({ ...setting, [name]: value }));
}
