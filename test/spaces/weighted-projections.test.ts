import { describe, expect, it, test } from 'vitest';
import { project } from '../../src/backbones/projection.ts';
import { fromRows, takeRows } from '../../src/base/matrix.ts';
import { labelled } from '../../src/fit/labelled.ts';
import { typedProduct } from '../../src/linalg/product.ts';
import { projections } from '../../src/spaces/catalogue.ts';
import type { LabelledEmbeddings } from '../../src/spaces/projection-fit.ts';
import { clouds, even, rowsOf } from '../gallery/clouds.ts';

const indicesOf = (learned: LabelledEmbeddings) => Array.from(learned.labels.keys());

describe('projections with weights', () => {
  const learned = labelled(clouds(even(18, 6)));
  const how = { power: 0.75, shrinkage: 0.2 } as const;

  test.each(['standardised', 'whitened', 'discriminant'] as const)(
    '%s leaves out what weighs nothing',
    async (name) => {
      const kept = indicesOf(learned).filter((i) => i % 3 !== 0 && learned.labels[i] !== 17);
      const weights = Float32Array.from(learned.labels, (label, i) => (i % 3 !== 0 && label !== 17 ? 1 : 0));
      const some = {
        embeddings: takeRows(learned.embeddings, kept),
        labels: Int32Array.from(kept, (i) => learned.labels[i]),
        classes: learned.classes.slice(0, 17),
      };
      const spaces = [
        await projections[name]({ ...learned, weights }, how, typedProduct),
        await projections[name](some, how, typedProduct),
      ];
      const [a, b] = await Promise.all(
        spaces.map(async (space) => {
          if (space === null) throw new Error('no space');
          const features = await project(space, learned.embeddings, typedProduct);
          return typedProduct(features, features);
        }),
      );
      a.data.forEach((value, i) => {
        expect(value).toBeCloseTo(b.data[i], 4);
      });
    },
  );

  it('a weight of a half counts as one of two copies', async () => {
    const twice = fromRows([...rowsOf(learned.embeddings), ...rowsOf(learned.embeddings)]);
    const doubled = { ...learned, embeddings: twice, labels: Int32Array.from([...learned.labels, ...learned.labels]) };
    const weights = new Float32Array(216).fill(0.5);
    const [a, b] = [
      await projections.whitened({ ...doubled, weights }, how, typedProduct),
      await projections.whitened(learned, how, typedProduct),
    ];
    a?.weights?.data.forEach((value, i) => {
      expect(value).toBeCloseTo(b?.weights?.data[i] ?? Number.NaN, 4);
    });
    expect(a?.weights?.data.length).toBe(24 * 24);
  });
});
