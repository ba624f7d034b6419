import { type ScoredApproaches, type ScoreRow, scoreTables } from '../../evaluate/score-rows.ts';
import { table } from './table.ts';

/**
 * A table of the scores of both approaches, in lines of at most `width` characters, with a `*` at the better score. An
 * absent approach has no column.
 */
export function scoresText(result: ScoredApproaches, width: number): string {
  const shown = columnsOfScores.filter((name) => result[name] !== null);
  const groups = scoreTables(result);
  const rows = groups.flatMap(({ heading, rows }, index) => [
    ...(index > 0 ? [['']] : []),
    [heading],
    ...rows.map((row) => [`  ${row.title}`, ...shown.map((name) => cell(row, name))]),
  ]);
  const columns = [{ head: '* better' }, ...shown.map((head) => ({ head, align: 'right' as const }))];
  return table(
    columns,
    rows.map((cells) => [...cells, ...columns.slice(cells.length).map(() => '')]),
    width,
  );
}

const columnsOfScores = ['classifier', 'gallery', 'answer'] as const;

function cell(row: ScoreRow, name: (typeof columnsOfScores)[number]): string {
  const text = row[name] ?? '-';
  return row.better === name ? `* ${text}` : text;
}
