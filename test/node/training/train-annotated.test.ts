// @module-tag slow
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative as relativePath } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sha256 } from '../../../src/base/hash.ts';
import { random } from '../../../src/base/random.ts';
import { annotatedPictures, kindsOf, supervisionBy } from '../../../src/data/annotations/annotated-pictures.ts';
import { fitData } from '../../../src/node/fit/fit-data.ts';
import { openDataset } from '../../../src/node/open-dataset.ts';
import { learningSet } from '../../../src/node/training/learning-set.ts';
import { trainData } from '../../../src/node/training/train-data.ts';
import type { TrainDataOptions } from '../../../src/node/training/train-options.ts';
import { withAnnotations } from '../../../src/node/training/with-annotations.ts';
import { learnedPictures, trainedPictures } from '../../../src/stages/ending/learned-pictures.ts';
import { colours, discern, json } from '../../cli/tiny-pictures.ts';
import { writeOwnNetwork, writePictures } from './tiny-training.ts';

const folder = mkdtempSync(join(tmpdir(), 'discern-told-'));
const at = (...names: readonly string[]) => join(folder, ...names);
const kinds = Object.keys(colours);
const pictures = kinds.flatMap((kind) =>
  Array.from({ length: 12 }, (_, i) => ({ kind, path: `pictures/${kind}/${i}.png` })),
);
const options = { headOnly: true, minutes: 0.05, threads: 1, workFolder: at('work'), preset: 'none' } as const;

const train = (list: string, more: Partial<TrainDataOptions> = {}) =>
  trainData(at(list), { ...options, backbone: at('own.onnx'), out: at(`${list}.onnx`), ...more });

beforeAll(async () => {
  await writePictures(folder);
  await writeOwnNetwork(folder);
  const { integer } = random(3, 'statements');
  const any = () => pictures[integer(pictures.length)];
  const lines = (header: string, count: number, line: () => string | null) => {
    const found: string[] = [];
    while (found.length < count) found.push(...[line()].filter((each) => each !== null));
    return `${[header, ...found].join('\n')}\n`;
  };
  const pairs = lines('a,b,same', 300, () => {
    const [a, b] = [any(), any()];
    return a === b ? null : `${a.path},${b.path},${a.kind === b.kind ? 1 : 0}`;
  });
  const triplets = lines('anchor,positive,negative', 2000, () => {
    const [a, p, n] = [any(), any(), any()];
    return a !== p && a.kind === p.kind && a.kind !== n.kind ? `${a.path},${p.path},${n.path}` : null;
  });
  const groups = pictures.map(({ path, kind }, i) => `${path},${kind} ${i % 3}`);
  writeFileSync(at('pairs.csv'), pairs);
  writeFileSync(at('triplets.csv'), triplets);
  writeFileSync(at('groups.csv'), `${['path,group', ...groups].join('\n')}\n`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('learning without labels', () => {
  test.each([
    ['pairs.csv', 'verification AUC', 'said'],
    ['triplets.csv', 'triplets in order', 'said'],
    ['groups.csv', 'verification AUC', 'assumed'],
  ])('%s: colours come apart, by %s of pictures that were held out', async (list, metric, differences) => {
    const reported: string[] = [];
    const { plan, validation, whitening } = await train(list, { warn: (message) => reported.push(message) });
    expect(plan).toMatchObject({ loss: 'multiSimilarity', supervision: { by: [list.slice(0, -4)], differences } });
    expect(validation).toMatchObject({ metric, classifier: null });
    expect(validation?.value).toBeGreaterThan(0.8);
    if (list === 'triplets.csv')
      expect(whitening).toBeNull(); // they do not say that any two are the same
    else expect(validation?.value).toBe(whitening?.taken ? whitening.after : whitening?.before);
    expect(reported.some((message) => message.includes('annotated as different'))).toBe(differences === 'assumed');
  });

  test('the plan repeats it byte by byte, by another loss and a miner too, and the file knows its pictures', async () => {
    const wishes = { loss: 'contrastive', miner: 'pairMargin', minutes: 0.02 };
    const { plan } = await train('pairs.csv', { ...wishes, out: at('first.onnx') });
    await train('pairs.csv', { plan: at('first.plan.json'), out: at('second.onnx') });
    expect(plan).toMatchObject({ loss: 'contrastive', miner: 'pairMargin' });
    const [first, second] = ['first.onnx', 'second.onnx'].map((name) => new Uint8Array(readFileSync(at(name))));
    expect(Buffer.compare(first, second)).toBe(0);
    const isLearned = learnedPictures(first);
    for (const { path } of pictures) expect(isLearned(await sha256(new Uint8Array(readFileSync(at(path)))))).toBe(true);
  });

  test('fit takes the file on labelled pictures', async () => {
    const list = ['train', at('pairs.csv'), '--out', at('cli.onnx'), '--backbone', at('own.onnx'), '--head-only'];
    const { code, printed, reported } = await discern([...list, '--minutes', '0.1', '--threads', '1'], {
      caches: at('caches'),
    });
    expect(code).toBe(0);
    expect(reported).toContain('multiSimilarity on pairs');
    expect(printed).toMatch(/Validation: .* of 9 new pictures of identities that it learned/);
    const network = ['--backbone', at('cli.onnx'), '--threads', '1'];
    const labelled = ['fit', at('pictures'), '--out', at('bundle'), ...network];
    expect(await json(labelled, { caches: at('caches') })).toMatchObject({ samples: 48, classes: 4 });
    expect(printed).toContain(`Next: discern fit ${at('pairs.csv')} --backbone ${at('cli.onnx')} --out BUNDLE`);
    const paired = ['fit', at('pairs.csv'), '--out', at('pairs.b'), ...network];
    const { verification, threshold } = await json(paired, { caches: at('caches') });
    expect(verification.apart).toBe('pictures'); // it has learned from each of the four colours
    expect(threshold.source).toContain('too strict for new identities');
  });

  test('fit goes on with the list: what the network has learned from sets no threshold', async () => {
    await train('groups.csv', { out: at('groups.onnx') });
    const isTrainable = trainedPictures(new Uint8Array(readFileSync(at('groups.onnx'))));
    const spared = new Set<string>();
    for (const { path, kind } of pictures) {
      const group = `${kind} ${Number(path.match(/(\d+)\.png/)?.[1]) % 3}`;
      if (!isTrainable(await sha256(new Uint8Array(readFileSync(at(path)))))) spared.add(group);
    }
    const result = await fitData(at('groups.csv'), {
      out: at('groups.b'),
      backbone: at('groups.onnx'),
      threads: 1,
    });
    expect(result.verification).toMatchObject({ apart: 'identities', identities: spared.size });
    expect(spared.size).toBeGreaterThan(1);
    expect(result.split).toEqual({ train: 48 - 4 * spared.size, val: 4 * spared.size, test: 0 });
  });
});

describe('learning without labels is refused', () => {
  const nowhere = (name: string, lines: readonly string[]) => writeFileSync(at(name), `${lines.join('\n')}\n`);

  test('with the chains of what contradicts itself, which --json carries', async () => {
    nowhere('wrong.csv', ['a,b,same', 'x.png,y.png,1', 'y.png,z.png,1', 'x.png,z.png,0']);
    const { code, printed } = await discern(['train', at('wrong.csv'), '--out', at('no.onnx'), '--json']);
    const { error } = JSON.parse(printed);
    expect(code).toBe(1);
    expect(error).toMatchObject({ code: 'contradiction', given: expect.stringContaining('= ') });
    expect(error.evidence).toEqual([
      {
        kind: 'pair',
        from: at('x.png'),
        to: at('z.png'),
        claim: `a pair says that ${at('x.png')} and ${at('z.png')} are different`,
        chain: [
          { from: at('x.png'), to: at('y.png'), because: 'a pair says they are the same' },
          { from: at('y.png'), to: at('z.png'), because: 'a pair says they are the same' },
        ],
      },
    ]);
  });

  test('by a miner that remembers earlier batches', async () => {
    const wishes = { miner: 'hardestWithinMemory', loss: 'contrastive', backbone: at('nowhere.onnx') };
    await expect(train('pairs.csv', wishes)).rejects.toMatchObject({
      code: 'unsupported',
      todo: expect.stringContaining('batchHard'),
    });
  });

  test.each(['crossEntropy', 'arcFace', 'proxyAnchor'])(
    'by %s, before a picture or a network is looked for',
    async (loss) => {
      nowhere('missing.csv', ['a,b,same', ...Array.from({ length: 9 }, (_, i) => `${i}.png,${i + 1}.png,${i % 2}`)]);
      const refused = train('missing.csv', { loss, backbone: at('nowhere.onnx') });
      await expect(refused).rejects.toMatchObject({
        code: 'unsupported',
        todo: expect.stringContaining('multiSimilarity'),
      });
    },
  );

  test('where nothing is said to be the same', async () => {
    nowhere('apart.csv', ['a,b,same', ...Array.from({ length: 9 }, (_, i) => `${i}.png,${i + 1}.png,0`)]);
    await expect(train('apart.csv')).rejects.toMatchObject({ code: 'too-few' });
  });

  test('by a plan for other statements about the same pictures', async () => {
    await train('pairs.csv', { minutes: 0.02, out: at('plan.onnx') });
    const [header, ...lines] = readFileSync(at('pairs.csv'), 'utf8').trim().split('\n');
    nowhere('fewer.csv', [header, ...lines.slice(0, -1)]);
    const other = train('fewer.csv', { plan: at('plan.plan.json') });
    await expect(other).rejects.toMatchObject({ code: 'fingerprint' });
  });
});

test('labels and a list of pairs are one set, whatever their paths are relative to; and a list of labels adds nothing', async () => {
  const [a, b] = [join('pictures', kinds[0], '0.png'), join('pictures', kinds[1], '0.png')];
  writeFileSync(at('besides.csv'), `a,b,same\n${a},${b},0\n${a},new.png,1\n`);
  const [labelled, list] = [await openDataset(at('pictures')), await openDataset(at('besides.csv'))];
  const both = withAnnotations({ ...labelled, samples: labelled.samples.map(relative) }, list);
  expect(both.samples).toHaveLength(49);
  expect(both.pairs.map(({ b }) => b)).toEqual([relative({ path: at(b) }).path, at('new.png')]);
  expect(() => withAnnotations(labelled, labelled)).toThrow(expect.objectContaining({ code: 'bad-data' }));
  const { annotated } = await learningSet(both, folder);
  expect(annotated && kindsOf(annotated.annotations)).toEqual(['labels', 'pairs']);
  expect(annotated && supervisionBy(annotated).labels.at(-1)).toBe(kinds[0]);
});

/** The same picture, from here. */
function relative<T extends { readonly path: string }>(sample: T): T {
  return { ...sample, path: relativePath(process.cwd(), sample.path) };
}

test('labels and pairs together are one set, of which unlabelled pictures are a part', async () => {
  const samples = pictures.map(({ path, kind }, i) => {
    return { path: at(path), label: i % 2 === 0 ? kind : null, part: null, group: null };
  });
  const pairs = samples.slice(1).map(({ path }, i) => ({ a: path, b: samples[i].path, same: i % 12 !== 11 }));
  const dataset = { name: 'both', samples, classes: kinds, pairs, triplets: [], remarks: [] };
  const { train, annotated, classes } = await learningSet(dataset, folder);
  expect(train).toHaveLength(48);
  expect(classes).toEqual([...kinds].sort());
  expect(annotated && kindsOf(annotated.annotations)).toEqual(['labels', 'pairs']);
  const { labels, areDifferent } = supervisionBy(annotated ?? annotatedPictures({ count: 0 }));
  expect(labels).toEqual(pictures.map(({ kind }) => kind));
  expect(areDifferent(1, 47)).toBe(true);
});
