import { describe, expect, test } from 'vitest';
import { dot, fromRows, type Matrix, matrix, normaliseRows, row } from '../../src/base/matrix.ts';
import { random } from '../../src/base/random.ts';
import { annotatedPictures } from '../../src/data/annotations/annotated-pictures.ts';
import { knownPairs } from '../../src/data/annotations/known-pairs.ts';
import { supervision } from '../../src/data/supervision/supervision.ts';
import { fitVerifier } from '../../src/fit/fit-verifier.ts';
import { verificationRounds } from '../../src/fit/verification-rounds.ts';
import { featuresIn } from '../../src/gallery/features-in.ts';
import { typedProduct as product } from '../../src/linalg/product.ts';

const each = 4;
const dimensions = 24;

/** Identities that differ in 12 numbers, whose pictures differ most in the first four: what whitening takes out. */
function cloud(identities: number, seed: number): Matrix {
  const { normal } = random(seed, 'cloud');
  const centres = Array.from({ length: identities }, () =>
    Array.from({ length: dimensions }, (_, d) => (d < 12 ? normal() : 0)),
  );
  const rows = centres.flatMap((centre) =>
    Array.from({ length: each }, () => centre.map((value, d) => value + (d < 4 ? 3 : 0.4) * normal())),
  );
  return normaliseRows(fromRows(rows));
}

/** The embeddings of a network that gives all pictures of the first 30 identities, which it learned, the same. */
function withTwins(embeddings: Matrix, learned: Matrix): Matrix {
  const result = matrix(embeddings.rows, embeddings.columns, embeddings.data.slice());
  for (let i = 0; i < each * 30; i++) row(result, i).set(row(learned, i - (i % each)));
  return result;
}

function statedFor(identities: number) {
  const groups = Array.from({ length: identities }, (_, g) => Array.from({ length: each }, (_, i) => each * g + i));
  const annotated = annotatedPictures({ count: each * identities, groups });
  return { identities: supervision(annotated.annotations).identities, pairs: knownPairs(annotated, 0) };
}

function fitted(embeddings: Matrix, isLearned: (picture: number) => boolean = () => false) {
  const { identities, pairs } = statedFor(embeddings.rows / each);
  const rounds = verificationRounds(
    pairs.filter(({ a, b }) => !isLearned(a) && !isLearned(b)),
    identities,
    isLearned,
    0,
  );
  if (rounds === null) throw new Error('nothing to ask');
  return fitVerifier({ embeddings, identities, rounds, fingerprint: 'f' }, { product });
}

/** The share of new pairs that a gallery tells rightly, both kinds counting alike. */
async function rightOf(gallery: Awaited<ReturnType<typeof fitted>>['gallery'], embeddings: Matrix): Promise<number> {
  const features = await featuresIn(gallery, embeddings, product);
  const { pairs } = statedFor(embeddings.rows / each);
  const right = (same: boolean) => {
    const asked = pairs.filter((pair) => pair.same === same);
    const accepted = asked.filter(({ a, b }) => dot(row(features, a), row(features, b)) >= gallery.threshold.value);
    return (same ? accepted.length : asked.length - accepted.length) / asked.length;
  };
  return (right(true) + right(false)) / 2;
}

describe('a gallery without classes', () => {
  const known = cloud(60, 1);

  test('is fitted to what pairs have in common, and foretells how new identities are told', async () => {
    const { gallery, projection, answers } = await fitted(known);
    expect(projection.name).not.toBe('plain');
    expect(gallery).toMatchObject({ entries: [], fingerprint: 'f', matcher: { k: 1 } });
    const kinds = [true, false].map((same) => answers.filter((pair) => pair.same === same));
    const rights = kinds.map((kind) => kind.filter(({ same, accepted }) => same === accepted).length / kind.length);
    const predicted = (rights[0] + rights[1]) / 2;
    const found = await rightOf(gallery, cloud(60, 2));
    expect(found).toBeGreaterThan(0.85);
    expect(Math.abs(found - predicted)).toBeLessThan(0.08);
  });

  test('is the same for the same pictures', async () => {
    expect(await fitted(known)).toEqual(await fitted(known));
  });

  test('has a threshold on which what was learned from has no say', async () => {
    const isLearned = (picture: number) => picture < each * 30;
    const { gallery, answers } = await fitted(known, isLearned);
    expect(answers.every(({ a, b }) => !isLearned(a) && !isLearned(b))).toBe(true);
    expect(gallery.threshold.source).toContain('of identities without training pictures');
    const memorised = await fitted(withTwins(known, cloud(60, 8)), isLearned);
    const others = await fitted(withTwins(known, cloud(60, 9)), isLearned);
    expect(memorised.projection.name).toBe('plain'); // pictures that do not differ teach no space
    expect(memorised.gallery.threshold).toEqual(others.gallery.threshold);
    expect(await rightOf(gallery, cloud(60, 3))).toBeGreaterThan(0.8);
  });
});
