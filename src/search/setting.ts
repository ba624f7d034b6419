import { defaultLoss } from '../losses/catalogue.ts';

/** What a search chooses. */
export type Setting = {
  /** A name in the catalogue of losses. */
  readonly loss: string;
  /** Numbers of an embedding. */
  readonly dimensions: number;
  /** The largest learning rate. */
  readonly learningRate: number;
  readonly epochs: number;
};

/** What stands unless something else is better beyond doubt, where classes are known. */
export const usualSetting: Setting = { loss: defaultLoss, dimensions: 256, learningRate: 6e-4, epochs: 12 };

/** The loss that stands where pairs, triplets or groups are what is known. */
export const usualAnnotationLoss = 'multiSimilarity';

/**
 * What is tried instead, one thing after the other, each with the best of what was tried before: losses of every kind, for
 * the losses of many years lie close together (Musgrave, Belongie and Lim 2020).
 */
export const sweeps = {
  loss: ['proxyAnchor', 'supCon', 'multiSimilarity', 'circle', 'subCentreArcFace'],
  dimensions: [128, 512],
  learningRate: [1.5e-4, 2.4e-3],
  epochs: [4, 36],
} satisfies { readonly [K in keyof Setting]: readonly Setting[K][] };

/** Losses that are tried where pairs, triplets or groups are what is known: none that asks for classes. */
export const annotationLosses: readonly string[] = ['supCon', 'circle', 'contrastive', 'tripletMargin', 'angular'];

/** What can be swept. */
export type Swept = keyof typeof sweeps;

/** A setting with every other value of a sweep. */
export function othersOf(setting: Setting, name: Swept, { annotated = false } = {}): Setting[] {
  const values: readonly Setting[Swept][] = annotated && name === 'loss' ? annotationLosses : sweeps[name];
  return values.map((value) => ({ ...setting, [name]: value }));
}
