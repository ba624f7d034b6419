import { byteSize, counted, duration, percent, percentInterval } from '../base/figures.ts';
import type { Interval } from '../metrics/interval.ts';
import { fewestStrangers, findingOf } from './interval-finding.ts';
import type { Choice, Costs, Difference, Findings, UnknownResult } from './results.ts';

/** Reasons for the verdict in sentences with numbers, most important first; then cautions and advice. */
export function reasons(findings: Findings, choose: Choice): string[] {
  const { classifier, gallery, difference, unknown, samples } = findings;
  return [
    classifier && named('classifier', classifier, samples),
    gallery && named('gallery', gallery, samples),
    difference && differs(difference),
    ...(unknown ? strangersReasons(unknown, gallery?.accepted ?? null) : [untested]),
    weakness(Math.max(classifier?.accuracy ?? 0, gallery?.accuracy ?? 0)),
    advice(choose, findings),
  ].filter((line) => line !== null);
}

const untested =
  'How they treat pictures of unknown things was not measured: give a folder of such pictures with --unknown.';

function named(who: string, { accuracy, interval }: { accuracy: number; interval: Interval }, samples: number) {
  const within = `95 % interval ${percentInterval(interval)}`;
  return `The ${who} names ${percent(accuracy)} of ${counted(samples, 'picture')} rightly (${within}).`;
}

function differs({ accuracy, interval, p }: Difference): string {
  const numbers = `95 % interval of gallery minus classifier ${pointsInterval(interval)}, McNemar p ${chance(p)}`;
  const size = points(Math.abs(accuracy));
  const better = accuracy > 0 ? 'gallery' : 'classifier';
  if (accuracy === 0) return `Both are right equally often (${numbers}).`;
  const meaning = {
    gallery: 'is more than chance',
    classifier: 'is more than chance',
    same: 'is too small to matter',
    close: 'may be chance',
    unclear: 'may be chance',
  }[findingOf(interval)];
  return `The ${better}'s lead of ${size} ${meaning} (${numbers}).`;
}

function strangersReasons({ samples, classifier, gallery, difference }: UnknownResult, accepted: number | null) {
  return [
    difference && classifier && gallery
      ? `Of a known picture and a stranger, the gallery finds the known one more familiar in ` +
        `${percent(gallery.auroc)} of cases, the classifier in ${percent(classifier.auroc)} ` +
        `(95 % interval of the difference ${pointsInterval(difference.interval)}).`
      : null,
    difference && classifier && gallery
      ? `Where each accepts 95 % of the known pictures, the gallery lets in ${percent(gallery.fprAt95)} ` +
        `of the strangers, the classifier ${percent(classifier.fprAt95)}.`
      : null,
    gallery && accepted !== null
      ? `At its threshold the gallery accepts ${percent(accepted)} of the known pictures ` +
        `and ${percent(gallery.falseAccept)} of the strangers.`
      : null,
    samples < fewestStrangers
      ? `${counted(samples, 'stranger')} ${samples === 1 ? 'is' : 'are'} too few to choose by.`
      : null,
  ];
}

function weakness(bestAccuracy: number): string | null {
  if (bestAccuracy >= 0.5) return null;
  return (
    `Not reliable yet: even the best errs on ${percent(1 - bestAccuracy)} of the pictures. ` +
    'More pictures per class, or another backbone, may help.'
  );
}

function advice(choose: Choice, { classifier, gallery }: Findings): string | null {
  if (choose === 'hybrid') {
    return 'Every prediction holds both answers: take the name from the one, and known or unknown from the other.';
  }
  if (choose !== 'either' || classifier === null || gallery === null) return null;
  return (
    `If classes come and go, take the gallery: it learned in ${learned(gallery.costs)} and takes a new class by ` +
    `enrolling pictures; if you need probabilities, take the classifier: it learned in ${learned(classifier.costs)}.`
  );
}

function learned({ learnSeconds, bytes }: Costs): string {
  return `${duration(learnSeconds)} (${byteSize(bytes)})`;
}

/** A difference of shares in percentage points: `4.2 points`. */
function points(difference: number): string {
  return `${signed(difference)} points`;
}

function pointsInterval([low, high]: Interval): string {
  return `${signed(low)} to ${points(high)}`;
}

function signed(difference: number): string {
  return (100 * difference).toFixed(1).replace('-', '−');
}

function chance(p: number): string {
  return p < 0.001 ? 'below 0.001' : `= ${p.toFixed(3)}`;
}
