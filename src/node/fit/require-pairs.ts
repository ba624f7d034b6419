import { DiscernError } from '../../base/error.ts';
import { counted } from '../../base/figures.ts';
import type { NumberedPair } from '../../data/annotations/annotations.ts';
import type { Dataset } from '../../data/dataset.ts';
import { isEnough, minPerKind } from '../../fit/verification-rounds.ts';
import { shellWord } from '../shell-word.ts';

/** Throws `too-few` where there are fewer than four pairs of a kind to ask, after `unread` pictures were skipped. */
export function requireBothKinds(pairs: readonly NumberedPair[], { name, triplets }: Dataset, unread: number): void {
  if (isEnough(pairs)) return;
  const same = pairs.filter((pair) => pair.same).length;
  const different = pairs.length - same;
  const left = unread > 0 ? `, without ${counted(unread, 'picture')} that cannot be read` : '';
  const missing = same < minPerKind ? 'the same' : 'different';
  throw new DiscernError('too-few', `${name} has too few pairs to find a threshold by`, {
    given: `${counted(same, 'pair')} that ${same === 1 ? 'is' : 'are'} the same and ${different} that differ${left}`,
    expected: `at least ${minPerKind} of each, including pairs that follow from others`,
    todo: triplets.length > 0 ? 'add triplets' : `add pairs of pictures that are ${missing}`,
  });
}

/** The error `too-few` where no pairs are left whose pictures the network was not trained on. */
export function allLearned(data: string, { backbone }: { readonly backbone?: string | undefined }): DiscernError {
  const network = backbone === undefined ? '' : ` --backbone ${shellWord(backbone)}`;
  const given = `${data}${backbone === undefined ? '' : `, and ${backbone}, which has learned from it`}`;
  return new DiscernError('too-few', 'too few pairs are left of pictures that nothing was learned from', {
    given,
    expected: `at least ${minPerKind} pairs that are the same and as many that differ, of pictures not learned from`,
    todo: `give other pairs: discern fit OTHER.csv${network} --out BUNDLE; or leave --backbone out`,
  });
}
