import { balancedPoint, type OperatingPoint, pointOfOwn, pointOfStrangers } from './balanced-point.ts';
import type { Scores } from './choose-open-set.ts';
import { acceptedShare } from './evidence.ts';

/** What a threshold gains and costs, over all thresholds. Shares are 0..1. */
export type TradeOff = {
  /** The units that carry it: scenes of own pictures, and classes or clusters of strangers. */
  readonly units: { readonly own: number; readonly strangers: number };
  /** The point where as many own pictures are refused as strangers are accepted. */
  readonly balanced: OperatingPoint;
  /** The strictest point that accepts 95 % of own pictures. */
  readonly own95: OperatingPoint;
  /** The loosest point that accepts at most 5 % of strangers. */
  readonly strangers5: OperatingPoint;
  /** Shares of strangers accepted, ascending, and of own pictures accepted at the same thresholds. */
  readonly curve: { readonly strangers: readonly number[]; readonly own: readonly number[] };
};

/** Points of the curve. */
const points = 50;

/** The trade-off of scores. Needs a unit of each kind. */
export function tradeOff({ own, strangers }: Scores): TradeOff {
  const sorted = Float64Array.from([...own.flat(), ...strangers.flat()]).sort();
  const thresholds = Array.from({ length: points + 1 }, (_, i) => {
    const at = Math.round((1 - i / points) * (sorted.length - 1));
    return i === 0 ? sorted[at] + 1 : sorted[at];
  });
  return {
    units: { own: own.length, strangers: strangers.length },
    balanced: balancedPoint(own, strangers),
    own95: pointOfOwn(0.95, own, strangers),
    strangers5: pointOfStrangers(0.05, own, strangers),
    curve: {
      strangers: thresholds.map((limit) => acceptedShare(strangers, limit)),
      own: thresholds.map((limit) => acceptedShare(own, limit)),
    },
  };
}
