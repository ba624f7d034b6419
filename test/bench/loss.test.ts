import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { classLosses } from '../../src/learn/class-losses/catalogue.ts';
import { pairLosses } from '../../src/learn/pair-losses/catalogue.ts';
import { rankingLosses } from '../../src/learn/ranking-losses/catalogue.ts';
import { tripletLosses } from '../../src/learn/triplet-losses/catalogue.ts';
import { root } from '../source-files.ts';

const peer = readFileSync(join(root, 'bench', 'loss_peer.py'), 'utf8');

test.each(Object.keys({ ...pairLosses, ...tripletLosses, ...rankingLosses, ...classLosses }))(
  '%s has a peer',
  (name) => {
    expect(peer).toContain(`\n    "${name}": `);
  },
);
