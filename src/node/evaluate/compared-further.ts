import type { Sample } from '../../data/dataset.ts';
import type { Embedded } from '../../data/embedding/embedded.ts';
import { type BothCosts, compareApproaches } from '../../evaluate/compare-approaches.ts';
import { crossingInWords } from '../../evaluate/crossing-in-words.ts';
import { learningCurve } from '../../evaluate/learning-curve.ts';
import { nearDuplicates, unseenOf } from '../../evaluate/near-duplicates.ts';
import type { Observed } from '../../evaluate/observe.ts';
import type { CompareResult, Comparison, LearningCurve, SplitScenes } from '../../evaluate/results.ts';
import { accuracyByPicture } from '../../evaluate/split-by-picture.ts';
import { splitInWords } from '../../evaluate/split-in-words.ts';
import { unknownCurve } from '../../evaluate/unknown-curve.ts';
import type { FitTools, Fitted } from '../../fit/fit-approaches.ts';
import { holdOut } from '../../fit/held-out/hold-out.ts';
import { labelledOnly, subset } from '../../fit/labelled.ts';
import type { ComparedParts } from './compared-parts.ts';

/** What was fitted to the parts, and its answers for the measured pictures. */
export type Learned = {
  readonly parts: ComparedParts;
  readonly fitted: Fitted;
  readonly observed: Observed;
  readonly fingerprint: string;
};

/**
 * Compares, and adds what takes further fits: the learning curve, and how much the split flatters. Throws `empty` where
 * there is nothing to measure on.
 */
export async function compareFurther(
  learned: Learned,
  observed: Parameters<typeof compareApproaches>[0],
  costs: BothCosts,
  tools: FitTools,
): Promise<Comparison & Pick<CompareResult, 'scenes' | 'tradeOffs'>> {
  const { seed } = tools;
  const scores = compareApproaches(observed, costs, { seed });
  const scenes = await scenesOf(learned, tools);
  const curve = await learningCurveOf(learned, scores, tools);
  const remarks = [...(curve ? [crossingInWords(curve)] : []), ...splitInWords(scenes, scores)];
  return {
    ...scores,
    curves: [
      ...scores.curves,
      ...(learned.fitted.tradeOffs ? [unknownCurve(learned.fitted.tradeOffs)] : []),
      ...(curve ? [curve] : []),
    ],
    verdict: { ...scores.verdict, because: [...scores.verdict.because, ...remarks.filter((line) => line !== null)] },
    scenes,
    tradeOffs: learned.fitted.tradeOffs,
  };
}

/** Near duplicates on both sides of the split, and their effect on the figures. */
async function scenesOf({ parts, fitted, observed, fingerprint }: Learned, tools: FitTools): Promise<SplitScenes> {
  const { keptTogether, parted, scored, train } = parts;
  if (parted === null) {
    const known = new Set(fitted.hashes);
    const measured = unseenOf(scored, (hash) => known.has(hash));
    const found = await nearDuplicates(observed, { measured, learned: trustedIn(train, fitted) }, tools);
    return { keptTogether, byPicture: null, nearDuplicates: found };
  }
  if (keptTogether === 'pictures') return { keptTogether, byPicture: null, nearDuplicates: null };
  const stage = 'learning from a split by picture';
  tools.progress?.({ stage, done: 0, total: 1 });
  const share = scored.samples.length / (scored.samples.length + train.samples.length);
  const byPicture = await accuracyByPicture(parted, share, { ...fitted, fingerprint }, tools);
  tools.progress?.({ stage, done: 1, total: 1 });
  return { keptTogether, byPicture, nearDuplicates: null };
}

/** How both approaches do with fewer pictures of each class; null where there are too few pictures. */
async function learningCurveOf(
  { parts, fitted, observed, fingerprint }: Learned,
  scores: Pick<Comparison, 'classifier' | 'gallery' | 'difference'>,
  tools: FitTools,
): Promise<LearningCurve | null> {
  if (fitted.gallery === null) return null;
  const learned = trustedIn(parts.train, fitted);
  const held =
    parts.val.samples.length > 0
      ? { train: learned, val: parts.val }
      : await holdOut(learned, tools.seed, tools.product, parts.share);
  const known = new Set<Sample>(observed.samples);
  const measured = subset(
    parts.scored,
    parts.scored.samples.flatMap((sample, place) => (known.has(sample) ? [place] : [])),
  );
  const whole = { ...scores, perClass: largestClass(learned) };
  return learningCurve({ held, measured, whole, fingerprint, chosen: fitted.chosen.classifier }, tools);
}

/** The pictures that were learned from: those whose label does not look wrong. */
function trustedIn(train: Embedded, { suspects }: Fitted): Embedded {
  if (suspects.length === 0) return labelledOnly(train);
  const left = new Set(suspects.map(({ path }) => path));
  return subset(
    train,
    train.samples.flatMap(({ path, label }, place) => (label === null || left.has(path) ? [] : [place])),
  );
}

function largestClass({ samples }: Embedded): number {
  const counts = new Map<string | null, number>();
  for (const { label } of samples) counts.set(label, (counts.get(label) ?? 0) + 1);
  return Math.max(...counts.values());
}
