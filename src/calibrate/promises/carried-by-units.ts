import type { PromiseMode } from './promise.ts';

/** The least number of units with which a mode can show that a mean loss is at most `limit`: all losses would be 0. */
export function leastUnits(mode: PromiseMode, limit: number): number {
  const isEnough = (units: number) => mode(new Float64Array(units), limit);
  let enough = 1;
  while (!isEnough(enough)) enough *= 2;
  let tooFew = Math.floor(enough / 2);
  while (enough - tooFew > 1) {
    const middle = Math.floor((enough + tooFew) / 2);
    if (isEnough(middle)) enough = middle;
    else tooFew = middle;
  }
  return enough;
}

/** The least limit, in steps of 0.001, that `units` units can show; 1 where they show nothing. */
export function leastLimit(mode: PromiseMode, units: number): number {
  const losses = new Float64Array(units);
  let tooLittle = 0;
  let enough = steps;
  while (enough - tooLittle > 1) {
    const middle = Math.floor((enough + tooLittle) / 2);
    if (mode(losses, middle / steps)) enough = middle;
    else tooLittle = middle;
  }
  return enough / steps;
}

const steps = 1000;
