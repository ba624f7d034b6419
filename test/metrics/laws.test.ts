import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rankingMetrics } from '../../src/metrics/catalogue.ts';
import { everyKind, type Kind } from './kinds.ts';

everyKind(laws);

function laws<Evidence>({ name: kind, measures, perfect, some, definitions, golden }: Kind<Evidence>): void {
  describe.each(Object.entries(measures))(`${kind}: %s`, (name, measure) => {
    const { best, worst, title, meaning } = measure;

    test('is best on perfect outcomes', () => expect(measure(perfect)).toBe(best));

    test('stays within its range', () => {
      const inRange = (value: number) => value >= Math.min(best, worst) && value <= Math.max(best, worst);
      fc.assert(fc.property(some, ([evidence]) => inRange(measure(evidence))));
    });

    test('does not depend on the order of pictures', () => {
      fc.assert(
        fc.property(some, ([evidence, shuffled]) => {
          expect(measure(shuffled)).toBeCloseTo(measure(evidence), 10);
        }),
      );
    });

    test('says what it is', () => {
      expect(title).not.toBe('');
      expect(meaning).toMatch(/^[A-Z].*\.$/);
    });

    test('is what a reference or its naive definition says', () => {
      const definition = definitions[name];
      const cases = golden.cases.filter(({ numbers }) => numbers[name] !== undefined);
      if (definition === undefined && cases.length === 0) throw new Error(howToAdd(name, kind, golden));
      for (const { evidence, numbers } of cases) expect(measure(evidence)).toBeCloseTo(numbers[name], 12);
      if (definition === undefined) return;
      fc.assert(
        fc.property(some, ([evidence]) => {
          expect(measure(evidence)).toBeCloseTo(definition(evidence), 10);
        }),
      );
    });
  });

  test(`every golden number of ${kind} is a metric's`, () => {
    const names = golden.cases.flatMap(({ numbers }) => Object.keys(numbers));
    expect(names.filter((name) => measures[name] === undefined)).toEqual([]);
  });
}

const query = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.double({ min: 0, max: 1, noNaN: true }));

// Intervals of an embedding resample classes by their means: see src/evaluate/embedding/ranking-by-class.ts.
test.each(Object.entries(rankingMetrics))('rankings: %s is a mean over the queries', (_, measure) => {
  const of = (queries: readonly [number, number][]) =>
    measure({
      firstPlaces: Int32Array.from(queries, ([place]) => place),
      rPrecision: Float64Array.from(queries, ([, share]) => share),
      averagePrecisionAtR: Float64Array.from(queries, ([, share]) => share ** 2),
    });
  fc.assert(
    fc.property(fc.array(query, { minLength: 1, maxLength: 20 }), (queries) => {
      const sum = queries.reduce((total, each) => total + of([each]), 0);
      expect(of(queries)).toBeCloseTo(sum / queries.length, 10);
    }),
  );
});

function howToAdd(name: string, kind: string, { script, made }: { script: string; made: string }): string {
  const python = readFileSync(new URL(`../golden/${script}.py`, import.meta.url), 'utf8');
  const commands = python.split('\n').filter((line) => /^(pip|python) /.test(line));
  return `the metric ${name} has neither a golden number nor a naive definition. Give it one of them.
A golden number, if scikit-learn has the metric: add "${name}=..." to ${made}() of test/golden/${script}.py, then in test/golden
${commands.map((line) => `  ${line}`).join('\n')}
Else, or without Python, its naive definition: add to "${kind}" of test/metrics/definitions.ts
  ${name}: (evidence) => ...,`;
}
