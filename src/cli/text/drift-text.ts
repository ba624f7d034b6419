import { counted, formatScore } from '../../base/figures.ts';
import type { ClassDrift } from '../../drift/class-drifts.ts';
import type { FeatureDrift } from '../../drift/drift-report.ts';
import { features } from '../../drift/features.ts';
import { movedBy } from '../../drift/what-to-do.ts';
import type { DriftResult } from '../../node/measure-drift.ts';
import { table } from './table.ts';

/** At most this many classes are shown; `--json` lists all. */
const shownClasses = 8;

/** A test of drift for people: whether it holds, each feature in words, the classes that moved, what to do. */
export function driftText(result: DriftResult, width: number): string {
  const { features: found, classes, todo } = result;
  const moved = movedBy(classes);
  const rows = found.map((feature) => [features[feature.name].title, ...cellsOf(feature)]);
  return [
    verdict(result),
    countsOf(result),
    '',
    table(columns, rows, width),
    ...(moved.length > 0 ? ['', 'Classes that moved:', ...moved.slice(0, shownClasses).map(classLine)] : []),
    ...(moved.length > shownClasses ? [`  and ${moved.length - shownClasses} more: --json lists them all`] : []),
    ...(todo.length > 0 ? ['', 'What to do:', ...todo.map((each) => `  ${each}`)] : []),
  ].join('\n');
}

const columns = [
  { head: '' },
  { head: 'reference', align: 'right' },
  { head: 'now', align: 'right' },
  { head: 'pictures are' },
  { head: 'p', align: 'right' },
] as const;

function cellsOf({ name, reference, now, effect, pValue }: FeatureDrift): string[] {
  return [valueText(name, reference), valueText(name, now), effect, pText(pValue)];
}

function verdict({ drifted, pValue, alpha }: DriftResult): string {
  if (drifted) return `Drift: these pictures differ from those of the fit (p ${pText(pValue)}, at most ${alpha}).`;
  return `No drift found (p ${pText(pValue)}; drift is said at ${alpha} or less).`;
}

function countsOf({
  pictures,
  asked,
  added,
  repeated,
  nearDuplicates,
  withoutReference,
  reference,
}: DriftResult): string {
  const notes = [
    repeated > 0 ? `${counted(repeated, 'picture')} counted before` : '',
    nearDuplicates > 0 ? `${counted(nearDuplicates, 'near duplicate')} of another picture, counted with it` : '',
    withoutReference > 0
      ? `${counted(withoutReference, 'picture')} of classes without held-out pictures, not tested`
      : '',
  ].filter((note) => note !== '');
  const so = `Asked ${asked === 1 ? 'once' : `${asked} times`}, ${counted(pictures, 'picture')} so far`;
  return [`${so} (${added} new), against ${counted(reference, 'held-out picture')}.`, ...notes].join('\n  ');
}

function classLine({ label, pictures, share, similarity, moved }: ClassDrift): string {
  const shares = `${counted(pictures, 'picture')}, ${wholePercent(share.now)} against ${wholePercent(share.reference)}`;
  if (moved === 'share') return `  ${label}: ${shares}`;
  const now = similarity.now === null ? '' : `, similarity ${formatScore(similarity.now)}`;
  return `  ${label}: ${shares}${now} against ${formatScore(similarity.reference)}`;
}

function valueText(name: FeatureDrift['name'], value: number): string {
  if (name === 'unknown') return wholePercent(value);
  return name === 'size' ? String(Math.round(value)) : value.toFixed(2);
}

function wholePercent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

function pText(p: number): string {
  return p < 0.001 ? 'below 0.001' : p.toFixed(3);
}
