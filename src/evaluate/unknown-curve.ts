import type { TradeOff } from '../calibrate/open-set/trade-off.ts';
import type { TradeOffs } from '../fit/open-set/calibrate-fitted.ts';
import type { Curve } from './results.ts';

/** 0, 0.01, ... 1. */
const hundredths = Array.from({ length: 101 }, (_, i) => i / 100);

/** The share of own pictures accepted over that of strangers accepted, as class folds estimate both. */
export function unknownCurve({ classifier, gallery }: TradeOffs): Curve {
  const line = (of: TradeOff | null) => (of === null ? [] : hundredths.map((share) => ownAt(of.curve, share)));
  return { name: 'unknown', x: hundredths, classifier: line(classifier), gallery: line(gallery) };
}

/** Linear between the points of a curve. */
function ownAt({ strangers, own }: TradeOff['curve'], share: number): number {
  const after = strangers.findIndex((at) => at >= share);
  if (after < 0) return own[own.length - 1];
  if (after === 0) return own[0];
  const [from, to] = [strangers[after - 1], strangers[after]];
  const part = to === from ? 1 : (share - from) / (to - from);
  return own[after - 1] + part * (own[after] - own[after - 1]);
}
