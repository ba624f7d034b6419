import { describe, expect, test } from 'vitest';
import { project } from '../../src/backbones/projection.ts';
import { normaliseRows } from '../../src/base/matrix.ts';
import { openClassifier } from '../../src/classify/classify.ts';
import { familiarities, familiarityNames } from '../../src/classify/familiarities.ts';
import { typedProduct as product } from '../../src/linalg/product.ts';
import { exampleBundle, noise } from '../bundle/example.ts';
import { rowsOf } from '../gallery/clouds.ts';

const { classifier } = await exampleBundle({ classes: 4 });
if (classifier === null) throw new Error('the example has a classifier');
const { weights, bias, logitScale, temperature, classes } = classifier;
const embeddings = normaliseRows(noise(5, 'pictures', 20, 12));
const features = rowsOf(await project(classifier.projection, embeddings, product));
const scores = await openClassifier(classifier, product).scores(embeddings);

/** By definition: the logits of a picture over the temperature, and the cosines to the weights. */
const expected = features.map((feature) => {
  const dots = rowsOf(weights).map((w) => w.reduce((sum, value, d) => sum + value * feature[d], 0));
  const lengths = rowsOf(weights).map((w) => Math.hypot(...w));
  const logits = dots.map((dot, c) => (logitScale * dot + bias[c]) / temperature);
  const best = logits.indexOf(Math.max(...logits));
  return { logits, best, cosine: dots[best] / lengths[best] };
});

describe('what the classifier computes', () => {
  test('is the probability, the logits, their log sum exp and the cosine, by definition', () => {
    for (const [i, { logits, best, cosine }] of expected.entries()) {
      const sorted = [...logits].sort((a, b) => b - a);
      const sum = logits.reduce((total, logit) => total + Math.exp(logit), 0);
      expect(scores[i].best).toBe(classes[best]);
      expect(scores[i].logit).toBeCloseTo(sorted[0], 4);
      expect(scores[i].nextLogit).toBeCloseTo(sorted[1], 4);
      expect(scores[i].logSumExp).toBeCloseTo(Math.log(sum), 4);
      expect(scores[i].probability).toBeCloseTo(Math.exp(sorted[0]) / sum, 5);
      expect(scores[i].cosine).toBeCloseTo(cosine, 5);
    }
  });

  test('makes each familiarity larger for a surer picture', () => {
    const unsure = { probability: 0.4, logit: 1, nextLogit: 0.9, logSumExp: 1.9, cosine: 0.2 };
    const sure = { probability: 0.9, logit: 5, nextLogit: 1, logSumExp: 5.1, cosine: 0.8 };
    for (const name of familiarityNames) expect(familiarities[name](sure)).toBeGreaterThan(familiarities[name](unsure));
  });
});

describe.each(familiarityNames)('a classifier with a threshold on %s', (familiarity) => {
  test('knows a picture exactly when its familiarity reaches the threshold, and names the same class', async () => {
    const values = scores.map((score) => familiarities[familiarity](score));
    const value = [...values].sort((a, b) => a - b)[10];
    const unknown = { familiarity, threshold: { value, source: 'a test' } };
    const before = await openClassifier(classifier, product).recognise(embeddings);
    const after = await openClassifier({ ...classifier, unknown }, product).recognise(embeddings);
    for (const [i, prediction] of after.entries()) {
      expect(prediction).toMatchObject({ familiarity: values[i], threshold: value, known: values[i] >= value });
      expect([prediction.label, prediction.score]).toEqual([before[i].label, before[i].score]);
    }
    expect(after.filter(({ known }) => known).length).toBeGreaterThanOrEqual(10);
  });
});

test('a classifier that was never calibrated knows every picture', async () => {
  const predictions = await openClassifier(classifier, product).recognise(embeddings);
  expect(predictions.every(({ known, threshold }) => known && threshold === null)).toBe(true);
});
