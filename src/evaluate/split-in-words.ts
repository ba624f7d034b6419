import { counted, formatCount, percent } from '../base/figures.ts';
import type { ByPicture, NearDuplicates, SplitScenes } from './results.ts';

type Scores = Readonly<Record<'classifier' | 'gallery', { readonly accuracy: number } | null>>;

/** Smallest difference in accuracy that is worth a sentence. */
const leastOptimism = 0.005;

/** Sentences on how the split affects the figures. */
export function splitInWords({ keptTogether, byPicture, nearDuplicates }: SplitScenes, scores: Scores): string[] {
  return [
    byPicture && (keptTogether === 'groups' || keptTogether === 'scenes')
      ? optimism(byPicture, scores, keptTogether)
      : null,
    nearDuplicates && nearDuplicatesInWords(nearDuplicates, scores),
  ].filter((line) => line !== null);
}

/** What a split by picture would have given the approach that is better on the split used. */
function optimism(byPicture: ByPicture, { classifier, gallery }: Scores, units: 'groups' | 'scenes'): string | null {
  const who = (gallery?.accuracy ?? 0) > (classifier?.accuracy ?? 0) ? 'gallery' : 'classifier';
  const onThisSplit = { classifier, gallery }[who]?.accuracy;
  const onPictures = byPicture[who];
  if (onThisSplit === undefined || onPictures === null) return null;
  const points = onPictures - onThisSplit;
  const kept = `The split keeps ${units} together`;
  if (points < leastOptimism)
    return `${kept}; a split by picture would have said the same of the ${who}: ${percent(onPictures)}.`;
  return (
    `${kept}: by picture the ${who} would have had ${percent(onPictures)}, ` +
    `and ${pointsOf(points)} of it are the same ${units} on both sides.`
  );
}

/** How many measured pictures nearly repeat learned ones, and the accuracy on the others; null if none does. */
export function nearDuplicatesInWords({ pictures, of, ...shares }: NearDuplicates, scores: Scores): string | null {
  if (pictures === 0) return null;
  const accuracies = (['classifier', 'gallery'] as const).flatMap((who) => {
    const [all, without] = [scores[who]?.accuracy, shares[who]?.accuracyWithout ?? null];
    return all === undefined || without === null
      ? []
      : [`the ${who} names ${percent(without)} (on all ${percent(all)})`];
  });
  const repeat = pictures === 1 ? 'repeats' : 'repeat';
  const repeats = `${formatCount(pictures)} of ${counted(of, 'picture')} nearly ${repeat} one that was learned from`;
  if (accuracies.length === 0) return `${repeats}: nothing here is a test.`;
  const others = formatCount(of - pictures);
  return `${repeats}, as pictures of one scene do; on the other ${others} ${accuracies.join(', ')}.`;
}

function pointsOf(difference: number): string {
  const points = (100 * difference).toFixed(difference < 0.1 ? 1 : 0);
  return `${points} ${points === '1.0' ? 'point' : 'points'}`;
}
