import { counted, formatCount } from '../../base/figures.ts';
import type { ClassScores } from '../by-class.ts';
import { type HtmlContent, html } from './html.ts';
import { approaches } from './legend.ts';

/** Classes that are shown at once; the others are folded. */
const open = 20;

/** Classes that are listed at all. */
const most = 1000;

/**
 * A row for each class, worst first: pictures, accuracy of both approaches, and the class it is most often taken for.
 */
export function classes(all: readonly ClassScores[]): HtmlContent {
  const folded = all.slice(open, most);
  const left = all.length - most;
  return html`<div class="card">${table(all.slice(0, open))}
${
  folded.length > 0 &&
  html`<details><summary>${counted(folded.length, 'more class', 'more classes')}${
    left > 0 && `, and ${formatCount(left)} that are not listed`
  }</summary>${table(folded)}</details>`
}</div>`;
}

function table(rows: readonly ClassScores[]): HtmlContent {
  return html`<table class="classes">
<thead><tr><th scope="col">Class</th><th scope="col">Pictures</th>${approaches.map(
    ({ key, name }) => html`<th scope="col"><span class="dot ${key}"></span>${name}</th>`,
  )}<th scope="col" class="taken">Most often taken for</th></tr></thead>
<tbody>${rows.map(classRow)}</tbody></table>`;
}

function classRow({ label, pictures, confusedWith, ...shares }: ClassScores): HtmlContent {
  const taken = confusedWith && html`<bdi>${confusedWith.label}</bdi> <small>${confusedWith.times} ×</small>`;
  const narrow = taken && html`<small class="narrow">taken for ${taken}</small>`;
  const cells = approaches.map(({ key }) => shareCell(shares[key], key));
  return html`<tr><th scope="row"><bdi>${label}</bdi>${narrow}</th><td>${formatCount(pictures)}</td>
${cells}<td class="taken">${taken}</td></tr>
`;
}

function shareCell(share: number | null, key: string): HtmlContent {
  if (share === null) return html`<td class="none"><span class="hidden">does not apply</span></td>`;
  const bar = html`<span class="bar"><span style="width:${(100 * share).toFixed(1)}%"></span></span>`;
  return html`<td class="share ${key}">${bar}${Math.round(100 * share)} %</td>`;
}
