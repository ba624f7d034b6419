import { describe } from 'vitest';
import { pairLosses } from '../../../src/learn/losses/pairs/catalogue.ts';
import { circle } from '../../../src/learn/losses/pairs/circle.ts';
import { obeysTheLaws } from './laws.ts';
import { relationSubject } from './subject.ts';

describe.each(Object.entries(pairLosses))('the loss %s', (_, loss) => {
  obeysTheLaws(() => relationSubject(loss()), { differenced: loss !== circle });
});
