import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pairLosses } from '../../src/losses/pair/catalogue.ts';
import { classLosses } from '../../src/losses/proxy/catalogue.ts';
import { rankingLosses } from '../../src/losses/ranking/catalogue.ts';
import { tripletLosses } from '../../src/losses/triplet/catalogue.ts';
import { root } from '../source-files.ts';

const peer = readFileSync(join(root, 'bench', 'loss_peer.py'), 'utf8');

test.each(Object.keys({ ...pairLosses, ...tripletLosses, ...rankingLosses, ...classLosses }))(
  '%s has a peer',
  (name) => {
    expect(peer).toContain(`\n    "${name}": `);
  },
);
