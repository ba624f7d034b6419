// @module-tag slow
import { copyFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cautionsInWords } from '../../src/evaluate/cautions.ts';
import { chosenNetwork } from '../../src/node/hub/chosen-network.ts';
import { openDataset } from '../../src/node/open-dataset.ts';
import { learningSet } from '../../src/node/training/learning-set.ts';
import { usableByNetwork, usableFromScratch } from '../../src/node/training/usable-pictures.ts';
import { colours, discern, json, sharedFolder, tinyNetwork, writeBroken, writePicture } from './tiny-pictures.ts';

type Colour = keyof typeof colours;

/** Writes four pictures of each colour, of a draw of its own for every folder. */
async function write(folder: string, seed: number, ...names: readonly Colour[]): Promise<void> {
  for (const name of names)
    for (let i = 0; i < 4; i++) await writePicture(join(folder, name, `${i}.png`), colours[name], 100 * seed + i);
}

async function copy(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await copyFile(from, to);
}

/** The JSON of a command line and what it told besides. */
async function ran(...argv: readonly string[]) {
  const { printed, reported } = await discern([...argv, ...tinyNetwork, '--json']);
  return { result: JSON.parse(printed), reported };
}

const at = sharedFolder(async (folder) => {
  const into = (...names: readonly string[]) => join(folder, ...names);
  await write(into('strange', 'Training'), 1, 'red', 'green');
  await write(into('strange', 'Validation'), 2, 'red', 'blue');
  await write(into('strange', 'Testing'), 3, 'green', 'grey');
  await write(into('apart', 'train'), 1, 'red', 'green');
  await write(into('apart', 'val'), 2, 'blue');
  await write(into('leaky', 'train'), 1, 'red', 'green');
  await write(into('leaky', 'test'), 2, 'red', 'green');
  for (const i of [0, 1, 2])
    for (const name of ['red', 'green'])
      await copy(into('leaky', 'train', name, `${i}.png`), into('leaky', 'test', name, `copy${i}.png`));
  await write(into('same', 'train'), 1, 'red', 'green');
  for (const name of ['red', 'green'])
    await copy(into('same', 'train', name, '0.png'), into('same', 'val', name, '0.png'));
  await write(into('twice'), 1, 'red', 'green');
  await copy(into('twice', 'red', '1.png'), into('twice', 'green', 'copy.png'));
  await write(into('lost'), 1, 'red', 'green');
  await writeBroken(into('lost', 'blue'));
});

describe('fit', () => {
  test('says and counts what of val can choose', async () => {
    const { result, reported } = await ran('fit', at('strange'), '--out', at('strange.discern'));
    expect(result).toMatchObject({ split: { train: 8, val: 4 }, unseenLabels: ['blue'], seen: 0, lostLabels: [] });
    expect(reported).toContain('left out 4 pictures of val, of a class that train lacks: blue');
    expect(reported).toContain('Training was taken for train, Validation for val, Testing for test');
  });

  test.each([
    ['apart', 'val has no class of train', { unseenLabels: ['blue'], seen: 0 }],
    ['same', 'all pictures of val are also in train', { unseenLabels: [], seen: 2 }],
  ])('chooses by a fifth of train where val can choose nothing (%s)', async (name, reason, counts) => {
    const { result, reported } = await ran('fit', at(name), '--out', at(`${name}.discern`));
    expect(result).toMatchObject({ samples: 8, split: { train: 6, val: 2 }, ...counts });
    expect(result.validation.gallery).not.toBeNull();
    expect(reported).toContain(`${reason}: validated on a fifth of train instead`);
  });

  test('lists pictures that lie under two labels byte for byte', async () => {
    const { result, reported } = await ran('fit', at('twice'), '--out', at('twice.discern'), '--approach', 'gallery');
    const paths = [at('twice', 'green', 'copy.png'), at('twice', 'red', '1.png')];
    expect(result.twoLabels).toEqual([{ labels: ['green', 'red'], paths }]);
    expect(reported).toContain('1 picture has two labels: the same bytes, in 2 files:');
  });

  test('says which class is lost because none of its pictures could be read', async () => {
    const { result, reported } = await ran('fit', at('lost'), '--out', at('lost.discern'), '--approach', 'gallery');
    expect(result).toMatchObject({ classes: 2, lostLabels: ['blue'] });
    expect(reported).toContain('class blue is lost: none of 2 pictures could be read; 2 of 3 classes are left');
  });
});

describe('compare', () => {
  test('names the classes of test that were not learned, and how many pictures that leaves out', async () => {
    const { result } = await ran('compare', at('strange'));
    expect(result).toMatchObject({ samples: 4, unseenLabels: ['grey'], unseenSamples: 4, seen: 0, withoutSeen: null });
    expect(cautionsInWords(result)).toEqual(['Left out: 4 pictures of a class that was not learned: grey.']);
  });

  test('counts what it learned from among what it measures, and measures without', async () => {
    const { result } = await ran('compare', at('leaky'), '--unknown', at('leaky', 'train', 'red'));
    const share = { accuracy: expect.any(Number), interval: [expect.any(Number), expect.any(Number)] };
    expect(result).toMatchObject({
      samples: 14,
      seen: 6,
      seenUnknown: 4,
      withoutSeen: { samples: 8, classifier: share, gallery: share },
    });
    const { printed } = await discern(['compare', at('leaky'), ...tinyNetwork]);
    expect(printed).toMatch(
      /6 pictures of these were learned from; accuracy on the other 8: classifier [\d.]+ %, gallery/,
    );
  });

  test('fails where test has no class that train has', async () => {
    const { code, reported } = await discern(['compare', at('apart'), ...tinyNetwork]);
    expect([code, reported]).toEqual([
      1,
      expect.stringContaining('none of these pictures is of a class that was learned'),
    ]);
  });
});

test('evaluate does so, too', async () => {
  await json(['fit', at('leaky'), '--out', at('leaky.discern'), ...tinyNetwork]);
  const result = await json(['evaluate', at('leaky.discern'), at('leaky')]);
  expect(result).toMatchObject({ samples: 14, seen: 6, withoutSeen: { samples: 8 }, twoLabels: [], lostLabels: [] });
  const { printed } = await discern(['evaluate', at('leaky.discern'), at('leaky', 'train')]);
  expect(printed).toContain('All 8 pictures of these were learned from: this is no test.');
});

describe('train', () => {
  const network = () => chosenNetwork({ backbone: tinyNetwork[1] });

  test.each([
    ['by a network', usableByNetwork],
    ['from scratch', usableFromScratch],
  ])('leaves out of val what it learns from (%s)', async (_, usable) => {
    const reported: string[] = [];
    const options = { threads: 1, warn: (message: string) => reported.push(message) };
    const set = await learningSet(await openDataset(at('same')), at('same'));
    const { learned, heldOut, selection } = await usable(set, await network(), options);
    expect([learned.length + heldOut.length, heldOut.length > 0, selection]).toEqual([8, true, 'fifth']);
    expect(reported).toContain(
      'left out 2 pictures of val that train has byte for byte: chosen by a fifth of train instead',
    );
  });
});
