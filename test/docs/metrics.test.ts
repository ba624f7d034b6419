import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as catalogue from '../../src/metrics/catalogue.ts';
import type { MetricDescription } from '../../src/metrics/metric.ts';
import { root } from '../source-files.ts';

const path = join(root, 'docs/metrics.md');

const headings: readonly (readonly [string, Readonly<Record<string, MetricDescription>>])[] = [
  ['answers', catalogue.answerMetrics],
  ['probabilities', catalogue.probabilityMetrics],
  ['retrieval', catalogue.retrievalMetrics],
  ['known against strangers', catalogue.openSetMetrics],
  ['ranking', catalogue.rankingMetrics],
  ['verification', catalogue.verificationMetrics],
  ['grouping', catalogue.clusteringMetrics],
];

test('docs/metrics.md lists every metric as the catalogue declares it', async () => {
  const written = readFileSync(path, 'utf8');
  const page = written.replace(/(\n\| of \|[^\n]*\n\|[-|]+\|\n)(?:\|[^\n]*\n)*/, (_, head) => head + rows().join(''));
  const hint = 'docs/metrics.md lacks the rows marked +: `npx vitest run test/docs/metrics.test.ts -u` writes them';
  await expect(page, hint).toMatchFileSnapshot(path);
});

function rows(): string[] {
  return headings.flatMap(([heading, measures]) =>
    Object.entries(measures).map(
      ([name, { title, meaning, best, worst }]) =>
        `| ${heading} | \`${name}\` | ${title} | ${figure(worst)} to ${figure(best)} | ${meaning} |\n`,
    ),
  );
}

function figure(value: number): string {
  return String(Number(value.toFixed(2)));
}
