import { acceptedShare, type Unit } from './evidence.ts';

/** A threshold, and what it does to both kinds of pictures. */
export type OperatingPoint = {
  readonly threshold: number;
  /** Share of own pictures accepted, 0..1; the mean over scenes. */
  readonly own: number;
  /** Share of strangers accepted, 0..1; the mean over their classes. */
  readonly strangers: number;
};

/** The point of a threshold. Needs a unit of each kind. */
export function pointAt(threshold: number, own: readonly Unit[], strangers: readonly Unit[]): OperatingPoint {
  return { threshold, own: acceptedShare(own, threshold), strangers: acceptedShare(strangers, threshold) };
}

/** The point where as many own pictures are refused as strangers are accepted (the equal error rate). */
export function balancedPoint(own: readonly Unit[], strangers: readonly Unit[]): OperatingPoint {
  return crossing(own, strangers, (point) => 1 - point.own >= point.strangers);
}

/** The strictest point that accepts at least `share` of own pictures. */
export function pointOfOwn(share: number, own: readonly Unit[], strangers: readonly Unit[]): OperatingPoint {
  const sorted = limits(own, strangers);
  const last = lastWhere(sorted, (limit) => acceptedShare(own, limit) >= share);
  return pointAt(last, own, strangers);
}

/** The loosest point that accepts at most `share` of strangers. */
export function pointOfStrangers(share: number, own: readonly Unit[], strangers: readonly Unit[]): OperatingPoint {
  return crossing(own, strangers, (point) => point.strangers <= share);
}

/** The lowest threshold at which something holds that holds at every higher one, too. */
function crossing(
  own: readonly Unit[],
  strangers: readonly Unit[],
  holds: (point: OperatingPoint) => boolean,
): OperatingPoint {
  const sorted = limits(own, strangers);
  let [low, high] = [0, sorted.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(pointAt(sorted[middle], own, strangers))) high = middle;
    else low = middle + 1;
  }
  return pointAt(sorted[low], own, strangers);
}

function lastWhere(sorted: readonly number[], holds: (limit: number) => boolean): number {
  let [low, high] = [0, sorted.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (holds(sorted[middle])) low = middle;
    else high = middle - 1;
  }
  return sorted[low];
}

/** Thresholds that differ in what they accept, ascending: below all, half way between neighbours, and above all. */
function limits(own: readonly Unit[], strangers: readonly Unit[]): number[] {
  const values = [...new Set([...own.flat(), ...strangers.flat()])].sort((a, b) => a - b);
  const between = values.slice(1).map((value, i) => (value + values[i]) / 2);
  const [first, last] = [values[0], values[values.length - 1]];
  const gap = Math.max(1e-6, (last - first) / Math.max(1, values.length - 1));
  return [first - gap, ...between, last + gap];
}
