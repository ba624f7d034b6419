import { describe } from 'vitest';
import { pairLosses } from '../../../src/learn/losses/pairs/catalogue.ts';
import { obeysTheLaws } from './laws.ts';
import { relationSubject } from './subject.ts';

describe.each(Object.entries(pairLosses))('the loss %s', (_, loss) => {
  obeysTheLaws(() => relationSubject(loss()));
});
