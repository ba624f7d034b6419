import type { CompareResult } from '../results.ts';
import { type ScoreRow, scoreTables } from '../score-rows.ts';
import { type HtmlContent, html } from './html.ts';
import { approaches } from './legend.ts';

/** All numbers of both approaches side by side; the better ones are marked. */
export function scores(result: CompareResult): HtmlContent {
  return html`<div class="card scores"><table>
<thead><tr><th scope="col"><span class="hidden">Measure</span></th>${approaches.map(
    ({ key, name }) => html`<th scope="col"><span class="dot ${key}"></span>${name}</th>`,
  )}<th scope="col">One answer</th></tr></thead>
${scoreTables(result).map(
  ({ heading, rows }) => html`<tbody>
<tr><th colspan="4" scope="colgroup">${heading}</th></tr>
${rows.map(scoreRow)}
</tbody>`,
)}
</table></div>`;
}

function scoreRow(row: ScoreRow): HtmlContent {
  return html`<tr><th scope="row">${row.title}<small>${row.meaning}</small></th>${approaches.map(({ key }) =>
    row[key] === null
      ? html`<td class="none"><span class="hidden">does not apply</span></td>`
      : html`<td class="${row.better === key ? 'better' : ''}">${row[key]}</td>`,
  )}${
    row.answer === null
      ? html`<td class="none"><span class="hidden">does not apply</span></td>`
      : html`<td>${row.answer}</td>`
  }</tr>
`;
}
