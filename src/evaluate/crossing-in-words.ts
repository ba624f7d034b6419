import { counted, formatCount } from '../base/figures.ts';
import { findingOf, type IntervalFinding } from './interval-finding.ts';
import type { LearningCurve } from './results.ts';

/** Which approach is ahead at a point; null if its interval does not tell. */
type Lead = 'classifier' | 'gallery' | null;

/** A sentence that says from how many pictures per class on which approach is ahead; null if an approach is missing. */
export function crossingInWords(curve: LearningCurve): string | null {
  const { x, differenceInterval } = curve;
  if (differenceInterval.length < 2) return null;
  const leads = differenceInterval.map((interval) => leadOf(findingOf(interval)));
  const clear = leads.flatMap((lead, i) => (lead === null ? [] : [{ lead, i }]));
  const range = `from ${formatCount(x[0])} to ${counted(x[x.length - 1], 'picture')} a class`;
  if (clear.length === 0) return `${capital(range)} the two are too close to tell apart.`;
  const changes = clear.flatMap(({ lead, i }, k) =>
    k > 0 && lead !== clear[k - 1].lead ? [{ from: clear[k - 1].i, to: i }] : [],
  );
  const [first] = clear;
  if (changes.length > 1) return `Which approach is ahead changes more than once, ${range}.`;
  if (changes.length === 1) {
    const pictures = about(crossingWithin(curve, changes[0]));
    const other = otherThan(first.lead);
    return `The ${first.lead} is ahead below about ${counted(pictures, 'picture')} a class, the ${other} above.`;
  }
  return oneAhead(first.lead, x[first.i], x[clear[clear.length - 1].i], { x, range });
}

function oneAhead(
  lead: 'classifier' | 'gallery',
  from: number,
  to: number,
  { x, range }: { readonly x: readonly number[]; readonly range: string },
): string {
  const [start, end] = [x[0], x[x.length - 1]];
  if (from === start && to === end) return `The ${lead} is ahead with any number of pictures, ${range}.`;
  const close = 'the two are too close to tell apart';
  if (from === start) return `The ${lead} is ahead up to ${counted(to, 'picture')} a class; with more, ${close}.`;
  if (to === end) return `The ${lead} is ahead from ${counted(from, 'picture')} a class on; with fewer, ${close}.`;
  const between = `${formatCount(from)} to ${counted(to, 'picture')}`;
  return `The ${lead} is ahead with ${between} a class; with fewer or more, ${close}.`;
}

function leadOf(lean: IntervalFinding): Lead {
  return lean === 'classifier' || lean === 'gallery' ? lean : null;
}

function otherThan(lead: 'classifier' | 'gallery') {
  return lead === 'gallery' ? 'classifier' : 'gallery';
}

/** Where the lines first cross between two points, on a logarithmic scale of pictures. */
function crossingWithin({ x, classifier, gallery }: LearningCurve, { from, to }: { from: number; to: number }): number {
  const ahead = (i: number) => gallery[i] - classifier[i];
  for (let i = from; i < to; i++) {
    const [before, after] = [ahead(i), ahead(i + 1)];
    if (before * after > 0) continue;
    const part = before === after ? 0.5 : before / (before - after);
    return Math.exp(Math.log(x[i]) + part * (Math.log(x[i + 1]) - Math.log(x[i])));
  }
  return Math.sqrt(x[from] * x[to]);
}

/** Rounds to one digit, from 10 on to two: a crossing is not known more precisely. */
function about(value: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(value)) - 1);
  return Math.max(1, Math.round(value / unit) * unit);
}

function capital(text: string): string {
  return text[0].toUpperCase() + text.slice(1);
}
