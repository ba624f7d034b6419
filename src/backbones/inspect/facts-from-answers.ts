import { DiscernError } from '../../base/error.ts';
import type { Answers } from './answers.ts';
import { eachChannel, type Facts, type Triple } from './facts.ts';
import { isMean, isSide, isStd, mostSidePx } from './members.ts';

/** What a person says, in the units of Preprocessing. Throws `misused` where it makes no sense, with what may be meant. */
export function factsFromAnswers(answers: Answers): Facts {
  const { fit, interpolation, channels, mean, std } = answers;
  requireSide('--input-size', answers.inputSize);
  requireSide('--resize', answers.resize);
  if (mean && !isMean(to255(mean))) throw outOfRange('--mean', mean);
  if (std && !isStd(to255(std))) throw outOfRange('--deviation', std);
  return { fit, interpolation, channels, mean: mean && to255(mean), std: std && to255(std) };
}

function to255(triple: Triple): Triple {
  return eachChannel(triple, (value) => value * 255);
}

function requireSide(flag: string, side: number | undefined): void {
  if (side === undefined || isSide(side)) return;
  throw new DiscernError('misused', `${flag} ${side} is no side of a picture`, {
    given: `${flag} ${side}`,
    expected: `a whole number of pixels, 1 to ${mostSidePx}`,
    todo: 'give the side that the model was trained with',
  });
}

/** Values above 1 are those of 0..255; a deviation of 0 or less divides by it, and one near 0 as good as that. */
function outOfRange(flag: '--mean' | '--deviation', triple: Triple): DiscernError {
  const odd = triple.find((value) => !(value <= 1 && value >= (flag === '--mean' ? 0 : 0.5 / 255))) ?? triple[0];
  const what = flag.slice(2);
  const scaled = triple.map((value) => Number((value / 255).toPrecision(3))).join(',');
  const isByte = triple.every((value) => value >= 0 && value <= 255) && triple.some((value) => value > 1);
  return new DiscernError('misused', `a ${what} of ${odd} lies outside of 0..1: was 0..1 meant?`, {
    given: `${flag} ${triple.join(',')}`,
    expected: `the ${what} per channel of values in 0..1, as models publish it${flag === '--mean' ? '' : ', above 0'}`,
    todo: isByte ? `write ${flag} ${scaled}, which is ${triple.join(',')} of 255` : `look up the ${what} of the model`,
  });
}
