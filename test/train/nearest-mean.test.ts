// @module-tag slow
import { describe, expect, it } from 'vitest';
import { plainProjection, project } from '../../src/backbones/projection.ts';
import { dot, fromRows, matrix, normaliseRows, row } from '../../src/base/matrix.ts';
import { random } from '../../src/base/random.ts';
import { classMeans } from '../../src/gallery/class-means.ts';
import { Graph } from '../../src/graph/graph.ts';
import { productFor } from '../../src/linalg/product.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';
import { floats } from '../../src/runtime/tensors.ts';
import type { LabelledEmbeddings } from '../../src/spaces/projection-fit.ts';
import { usualWhitening, whitened } from '../../src/spaces/whitened.ts';
import { type NearestMeanTools, nearestMeanSpace, surpriseByMeans } from '../../src/train/nearest-mean.ts';
import { runGraph } from '../graph/run-graph.ts';

const product = productFor(nodeRuntime);
const tools: NearestMeanTools = { runtime: nodeRuntime, product, seed: 0, threads: 1 };

/** Classes of two looks each, which lie on a line through those of others: means say little until directions are weighed. */
function clouds(seed: number, { classes = 12, each = 60, columns = 24 } = {}): LabelledEmbeddings {
  const centre = random(0, 'centres');
  const looks = Array.from({ length: 2 * classes }, () => Array.from({ length: columns }, centre.normal));
  const { normal } = random(seed, 'clouds');
  const labels = Int32Array.from({ length: classes * each }, (_, i) => i % classes);
  const rows = Array.from(labels, (label, i) => {
    const look = looks[2 * label + (Math.floor(i / classes) % 3 === 0 ? 1 : 0)];
    return look.map((value, j) => (j < columns / 3 ? 3 : 1) * (value + 0.9 * normal()));
  });
  return {
    embeddings: normaliseRows(fromRows(rows)),
    labels,
    classes: Array.from({ length: classes }, (_, c) => `${c}`),
  };
}

/** What is learned from the whitened space on. */
async function spaceFor(learned: LabelledEmbeddings) {
  const space = await whitened(learned, usualWhitening, product);
  return space && nearestMeanSpace(learned, space, tools);
}

/** The share of others whose nearest mean is their own. */
async function rightBy(
  space: Awaited<ReturnType<typeof whitened>>,
  learned: LabelledEmbeddings,
  others: LabelledEmbeddings,
) {
  if (space === null) throw new Error('no space');
  const [own, asked] = await Promise.all(
    [learned, others].map(({ embeddings }) => project(space, embeddings, product)),
  );
  const means = normaliseRows(classMeans(own, learned.labels, learned.classes.length));
  const nearest = (i: number) => {
    const cosines = learned.classes.map((_, c) => dot(row(asked, i), row(means, c)));
    return cosines.indexOf(Math.max(...cosines));
  };
  return others.labels.filter((label, i) => nearest(i) === label).length / others.labels.length;
}

describe('a space for nearest means', () => {
  const [learned, others] = [clouds(1), clouds(2)];

  it('has more pictures nearest to their class, never seen ones too, than the whitened space where it begins', async () => {
    const [before, after] = [await whitened(learned, usualWhitening, product), await spaceFor(learned)];
    expect(await rightBy(after, learned, others)).toBeGreaterThan((await rightBy(before, learned, others)) + 0.01);
  });

  it('is the same again, and does without labels that are not trusted', async () => {
    const space = await spaceFor(learned);
    expect(await spaceFor(learned)).toEqual(space);
    const trusted = { ...learned, weights: new Float32Array(learned.labels.length).fill(1) };
    expect(await spaceFor(trusted)).toEqual(space);
    const wrong = { ...learned, labels: learned.labels.map((label, i) => (i % 5 === 0 ? (label + 1) % 12 : label)) };
    const weights = Float32Array.from(learned.labels, (_, i) => (i % 5 === 0 ? 0 : 1));
    const [heedless, heedful] = [await spaceFor(wrong), await spaceFor({ ...wrong, weights })];
    expect(await rightBy(heedful, learned, others)).toBeGreaterThan(await rightBy(heedless, learned, others));
  });

  it('goes on from the space that it is given, whatever that is', async () => {
    const given = await whitened(learned, { power: 1, shrinkage: 0.4 }, product);
    if (given?.weights == null) throw new Error('no space');
    const { weights, ...rest } = given;
    const narrow = { ...given, weights: matrix(6, weights.columns, weights.data.slice(0, 6 * weights.columns)) };
    const space = await nearestMeanSpace(learned, narrow, tools);
    expect(space).toMatchObject({ ...rest, name: 'nearestMean' });
    expect(space?.weights).toMatchObject({ rows: 6, columns: weights.columns });
  });

  it('is null where classes are so many that hardly a step could be afforded', async () => {
    const many = clouds(5, { classes: 10_000, each: 2, columns: 256 });
    const space = { ...plainProjection, weights: matrix(256, 256) };
    expect(await nearestMeanSpace(many, space, tools)).toBeNull();
  });

  it('is a number also of few pictures, and of classes that have one', async () => {
    const few = clouds(3, { classes: 2, each: 3 });
    const odd = { ...few, labels: Int32Array.of(0, 1, 0, 1, 0, 2), classes: ['a', 'b', 'c'] };
    for (const each of [few, odd]) {
      const space = await spaceFor(each);
      expect(space?.weights?.data.every(Number.isFinite)).toBe(true);
    }
  });
});

it('asks the mean of the others of a class, and weighs by trust, as plain loops do', async () => {
  const { normal, uniform } = random(4, 'rows');
  const [columns, wide] = [5, 3];
  const labels = Int32Array.of(0, 1, 0, 1, 1, 2);
  const x = fromRows(Array.from(labels, () => Array.from({ length: columns }, normal)));
  const trust = Float32Array.from(labels, () => uniform());
  const projection = fromRows(Array.from({ length: wide }, () => Array.from({ length: columns }, normal)));
  const means = classMeans(x, labels, 3, trust);
  const totals = [0, 1, 2].map((c) => labels.reduce((sum, label, i) => sum + (label === c ? trust[i] : 0), 0));

  const after = (values: ArrayLike<number>) =>
    Array.from({ length: wide }, (_, e) =>
      Array.from(values).reduce((sum, v, j) => sum + v * row(projection, e)[j], 0),
    );
  const cosine = (a: number[], b: number[]) => {
    const product = (p: number[], q: number[]) => p.reduce((sum, v, j) => sum + v * q[j], 0);
    return product(a, b) / Math.sqrt(product(a, a) * product(b, b));
  };
  let [sum, asks] = [0, 0];
  labels.forEach((label, i) => {
    const others = [...labels.keys()].filter((j) => j !== i && labels[j] === label);
    if (others.length === 0) return;
    const weight = others.reduce((all, j) => all + trust[j], 0);
    const mean = Array.from(
      { length: columns },
      (_, k) => others.reduce((s, j) => s + trust[j] * row(x, j)[k], 0) / weight,
    );
    const logits = [0, 1, 2].map((c) => 16 * cosine(after(row(x, i)), after(c === label ? mean : row(means, c))));
    sum += trust[i] * (Math.log(logits.reduce((all, v) => all + Math.exp(v), 0)) - logits[label]);
    asks += trust[i];
  });

  const g = new Graph();
  const constant = ({ rows, columns, data }: typeof x) => g.constant(data, { shape: [rows, columns] });
  const batch = {
    x: constant(x),
    labels: g.constant([...labels], { type: 'int64' }),
    trust: constant(matrix(6, 1, trust)),
  };
  const loss = surpriseByMeans(batch, { means, totals: Float32Array.from(totals) }, constant(projection));
  expect(floats((await runGraph({ loss }, {})).loss)[0]).toBeCloseTo(sum / asks, 4);
});
