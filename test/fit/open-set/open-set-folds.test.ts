import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matrix } from '../../../src/base/matrix.ts';
import type { Embedded } from '../../../src/data/embedding/embedded.ts';
import { openSetFolds } from '../../../src/fit/open-set/open-set-folds.ts';

/** A picture: its class, and its scene. */
type Picture = { readonly label: string; readonly scene: string };

/** Pictures with one number each, their own. */
function embedded(pictures: readonly Picture[], name = 'train'): Embedded {
  return {
    samples: pictures.map(({ label, scene }, i) => ({ label, group: scene, path: `${name}/${i}.png`, part: null })),
    embeddings: matrix(pictures.length, 1, Float32Array.from(pictures.keys())),
    hashes: pictures.map((_, i) => `${name} ${i}`),
    skipped: [],
  };
}

/** `counts[label]` scenes of a class, of two pictures each. */
const scenes = (counts: Readonly<Record<string, number>>): Picture[] =>
  Object.entries(counts).flatMap(([label, count]) =>
    Array.from({ length: 2 * count }, (_, i) => ({ label, scene: `${label} ${i >> 1}` })),
  );

const none = embedded([], 'val');
const foldsOf = (learned: Embedded, val: Embedded = none, seed = 0) =>
  openSetFolds({ learned, val }, seed).map((draw) => draw());
const classesIn = ({ samples }: Embedded) => new Set(samples.map(({ label }) => label));
const pathsIn = ({ samples }: Embedded) => samples.map(({ path }) => path);

/** Pictures of classes a to h in scenes of their own, or shared by all classes. */
const anyPictures = fc.array(
  fc.record({
    label: fc.constantFrom(...'abcdefgh'),
    scene: fc.oneof(fc.constantFrom('shared 1', 'shared 2', 'shared 3'), fc.constantFrom('1', '2', '3', '4')),
  }),
  { minLength: 1, maxLength: 60 },
);
const named = (pictures: readonly Picture[]): Embedded =>
  embedded(pictures.map(({ label, scene }) => ({ label, scene: scene.length > 1 ? scene : `${label} ${scene}` })));

describe('folds', () => {
  test('never learn from the class of a stranger, nor from the scene of an own picture', () => {
    fc.assert(
      fc.property(anyPictures, fc.integer(), (pictures, seed) => {
        for (const { learned, own, strangers, rivals } of foldsOf(named(pictures), none, seed)) {
          const inLearned = { classes: classesIn(learned), scenes: new Set(learned.samples.map(({ group }) => group)) };
          for (const { label } of [...strangers.samples, ...rivals.samples])
            expect(inLearned.classes).not.toContain(label);
          for (const { label, group } of own.samples) {
            expect(inLearned.scenes).not.toContain(group);
            expect(inLearned.classes).toContain(label);
          }
        }
      }),
    );
  });

  test('let each class play the stranger once, and score an own picture at most once', () => {
    fc.assert(
      fc.property(anyPictures, (pictures) => {
        const learned = named(pictures);
        const folds = foldsOf(learned);
        if (folds.length === 0) return;
        const strangers = folds.flatMap((fold) => pathsIn(fold.strangers));
        expect(strangers.sort()).toEqual(pathsIn(learned).sort());
        const own = folds.flatMap((fold) => pathsIn(fold.own));
        expect(new Set(own).size).toBe(own.length);
      }),
    );
  });

  test('hold out every scene of a class with two or more, where scenes are of one class', () => {
    const learned = embedded(scenes({ a: 1, b: 2, c: 5, d: 30 }));
    const own = foldsOf(learned).flatMap((fold) => pathsIn(fold.own));
    expect(own.sort()).toEqual(pathsIn(learned).slice(2).sort());
  });

  test('keep embeddings and hashes with their samples', () => {
    const [learned, val] = [
      embedded(scenes({ a: 3, b: 2, c: 4, d: 1 })),
      embedded(scenes({ a: 1, b: 1, d: 2 }), 'val'),
    ];
    for (const fold of [...foldsOf(learned), ...foldsOf(learned, val)]) {
      for (const { samples, embeddings, hashes } of Object.values(fold)) {
        expect([embeddings.rows, hashes.length]).toEqual([samples.length, samples.length]);
        for (const [i, { path }] of samples.entries()) {
          expect(path).toBe(`${hashes[i].replace(' ', '/')}.png`);
          expect(path).toContain(`/${embeddings.data[i]}.png`);
        }
      }
    }
  });

  test('take own pictures from val where there is one, with all of train learned', () => {
    const [learned, val] = [embedded(scenes({ a: 3, b: 2, c: 4 })), embedded(scenes({ a: 1, c: 2, z: 3 }), 'val')];
    const folds = foldsOf(learned, val);
    const own = folds.filter((fold) => fold.own.samples.length > 0);
    expect(own).toHaveLength(1);
    expect(pathsIn(own[0].learned)).toEqual(pathsIn(learned));
    expect([...classesIn(own[0].own)]).toEqual(['a', 'c']); // z is no known class.
    const strangers = folds.flatMap((fold) => pathsIn(fold.strangers));
    expect(strangers.filter((path) => path.startsWith('val'))).toHaveLength(6);
  });

  test.each([
    ['two classes', scenes({ a: 5, b: 5 })],
    ['no picture', []],
    ['one scene a class', scenes({ a: 1, b: 1, c: 1, d: 1 })],
  ])('are none for %s', (_, pictures) => {
    expect(openSetFolds({ learned: embedded(pictures), val: none }, 0)).toEqual([]);
  });

  test('are none where val has no class of train', () => {
    const learned = embedded(scenes({ a: 3, b: 2, c: 4 }));
    expect(openSetFolds({ learned, val: embedded(scenes({ z: 3 }), 'val') }, 0)).toEqual([]);
  });

  test('are the same for the same seed, however often and in which order they are drawn', () => {
    const learned = embedded(scenes({ a: 3, b: 2, c: 4, d: 9 }));
    const draws = openSetFolds({ learned, val: none }, 3);
    const backwards = draws.toReversed().map((draw) => draw());
    expect(backwards.toReversed()).toEqual(foldsOf(learned, none, 3));
    expect(foldsOf(learned, none, 4)).not.toEqual(foldsOf(learned, none, 3));
  });

  test.each([
    ['20,000 classes of two scenes', 20_000, 2],
    ['12 classes of 1,500 scenes', 12, 1500],
    ['700 classes of 20 scenes', 700, 20],
  ])('are bounded, and of every kind: %s', (_, classes, each) => {
    const pictures = Array.from({ length: classes * each }, (_, i) => ({
      label: `c${i % classes}`,
      scene: `${i % classes} ${Math.floor(i / classes)}`,
    }));
    const draws = openSetFolds({ learned: embedded(pictures), val: none }, 0);
    expect(draws.length).toBeLessThanOrEqual(20);
    let [own, strangers] = [0, 0];
    for (const draw of draws) {
      const fold = draw();
      expect(fold.learned.samples.length).toBeLessThanOrEqual(20_000);
      own += fold.own.samples.length;
      strangers += fold.strangers.samples.length;
    }
    for (const count of [own, strangers]) {
      expect(count).toBeGreaterThan(1000);
      expect(count).toBeLessThanOrEqual(3500);
    }
  });
});
