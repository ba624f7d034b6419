import { formatScore, percent, percentInterval } from '../../base/figures.ts';
import type { EmbeddingFigure, EmbeddingFigures } from '../../evaluate/embedding/embedding-figures.ts';
import { clusteringMetrics, rankingMetrics, verificationMetrics } from '../../metrics/catalogue.ts';
import type { Metric } from '../../metrics/metric.ts';
import { table } from './table.ts';

/** Every metric of an embedding with its interval, under headings, in lines of at most `width` characters. */
export function embeddingText(figures: EmbeddingFigures, width: number): string {
  const known: Readonly<Record<string, EmbeddingFigure>> = figures;
  const rows = groups.flatMap(({ heading, measures }, index) => [
    ...(index > 0 ? [['', '', '']] : []),
    [heading, '', ''],
    ...Object.entries(measures).map(([name, measure]) => figureRow(measure, known[name])),
  ]);
  const columns = [{ head: '' }, { head: 'value', align: 'right' }, { head: '95 % interval', align: 'right' }] as const;
  return table(columns, rows, width);
}

type Described = Pick<Metric<never>, 'unit' | 'title'>;

const groups: readonly { readonly heading: string; readonly measures: Readonly<Record<string, Described>> }[] = [
  { heading: 'Finding pictures of the same class', measures: rankingMetrics },
  { heading: 'Telling the same class from another', measures: verificationMetrics },
  { heading: 'Grouping without labels', measures: clusteringMetrics },
];

function figureRow({ unit, title }: Described, { value, interval }: EmbeddingFigure): string[] {
  if (unit === 'share') return [`  ${title}`, percent(value), percentInterval(interval)];
  return [`  ${title}`, formatScore(value), interval.map(formatScore).join(' to ')];
}
