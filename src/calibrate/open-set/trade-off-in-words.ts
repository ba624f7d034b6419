import { formatCount } from '../../base/figures.ts';
import type { OperatingPoint } from './balanced-point.ts';
import type { TradeOff } from './trade-off.ts';

/** The three points of a trade-off, a line each: what each accepts of own pictures, and of strangers. */
export function tradeOffInWords({ balanced, own95, strangers5 }: TradeOff): string[] {
  return [
    `balanced:                ${pointInWords(balanced)}`,
    `to accept 95 % of yours: ${pointInWords(own95)}`,
    `to let in 5 % strangers: ${pointInWords(strangers5)}`,
  ];
}

/** `accepts 81 of 100 of your own pictures, lets in 19 of 100 strangers`. */
export function pointInWords({ own, strangers }: Omit<OperatingPoint, 'threshold'>): string {
  return `accepts ${outOf100(own)} of your own pictures, lets in ${outOf100(strangers)} strangers`;
}

/** What carries an estimate: `60 classes that played strangers, 412 scenes of your own`. */
export function unitsInWords({ units }: Pick<TradeOff, 'units'>, strangersFrom: 'classes' | 'given'): string {
  const strangers =
    strangersFrom === 'classes'
      ? `${formatCount(units.strangers)} classes that played strangers`
      : `${formatCount(units.strangers)} kinds of strangers`;
  return `${strangers}, ${formatCount(units.own)} scenes of your own`;
}

function outOf100(share: number): string {
  return `${Math.round(100 * share)} of 100`;
}
