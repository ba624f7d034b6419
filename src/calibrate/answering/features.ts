/** What both approaches say of a picture, as far as confidence depends on it. Null for an approach that is missing. */
export type Said = {
  readonly gallery: { readonly best: string; readonly similarity: number; readonly runnerUp: number } | null;
  readonly classifier: { readonly best: string; readonly familiarity: number; readonly probability: number } | null;
};

/**
 * [F], the features of confidence. Gallery: similarity and lead over the runner-up. Classifier: familiarity and
 * log-odds of the probability. Both: whether they agree.
 */
export function featuresOf({ gallery, classifier }: Said): number[] {
  return [
    ...(gallery ? [gallery.similarity, gallery.similarity - gallery.runnerUp] : []),
    ...(classifier ? [classifier.familiarity, logOdds(classifier.probability)] : []),
    ...(gallery && classifier ? [Number(gallery.best === classifier.best)] : []),
  ];
}

/** F of one approach alone; with both there are more. */
export const featuresAlone = 2;

/** Bounded: a probability of 1 says nothing more than one of 0.9999. */
function logOdds(probability: number): number {
  const bounded = Math.min(Math.max(probability, 1e-4), 1 - 1e-4);
  return Math.log(bounded / (1 - bounded));
}
