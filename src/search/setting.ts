/** What a search chooses. */
export type Setting = {
  /** `crossEntropy`, or a name in the catalogue of losses on embeddings. */
  readonly loss: string;
  /** Numbers of an embedding. */
  readonly dimensions: number;
  /** The largest learning rate. */
  readonly rate: number;
  readonly epochs: number;
};

/** What stands unless something else is better beyond doubt, where classes are known. */
export const usualSetting: Setting = { loss: 'crossEntropy', dimensions: 256, rate: 6e-4, epochs: 12 };

/** The loss that stands where pairs, triplets or groups are what is known. */
export const usualToldLoss = 'multiSimilarity';

/**
 * What is tried instead, one thing after the other, each with the best of what was tried before: losses of every kind, for
 * the losses of many years lie close together (Musgrave, Belongie and Lim 2020).
 */
export const sweeps = {
  loss: ['proxyAnchor', 'supCon', 'multiSimilarity', 'circle', 'subCentreArcFace'],
  dimensions: [128, 512],
  rate: [1.5e-4, 2.4e-3],
  epochs: [4, 36],
} satisfies { readonly [K in keyof Setting]: readonly Setting[K][] };

/** Losses that are tried where pairs, triplets or groups are what is known: none that asks for classes. */
export const toldLosses: readonly string[] = ['supCon', 'circle', 'contrastive', 'tripletMargin', 'angular'];

/** What can be swept. */
export type Swept = keyof typeof sweeps;

/** A setting with every other value of a sweep. */
export function othersOf(setting: Setting, name: Swept, { told = false } = {}): Setting[] {
  const values: readonly Setting[Swept][] = told && name === 'loss' ? toldLosses : sweeps[name];
  return values.map((value) => ({ ...setting, [name]: value }));
}
