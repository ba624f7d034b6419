import { counted, whole } from '../../base/figures.ts';
import type { ClassScores } from '../by-class.ts';
import { type Content, html } from './html.ts';
import { approaches } from './legend.ts';

/** So many classes stand open; the others are folded. */
const open = 20;

/** So many are listed at all. */
const most = 1000;

/** A row for each class, the worst first: pictures, accuracy of both, and what it is most often taken for. */
export function classes(all: readonly ClassScores[]): Content {
  const folded = all.slice(open, most);
  const left = all.length - most;
  return html`<div class="card">${table(all.slice(0, open))}
${
  folded.length > 0 &&
  html`<details><summary>${counted(folded.length, 'more class', 'more classes')}${
    left > 0 && `, and ${whole(left)} that are not listed`
  }</summary>${table(folded)}</details>`
}</div>`;
}

function table(rows: readonly ClassScores[]): Content {
  return html`<table class="classes">
<thead><tr><th scope="col">Class</th><th scope="col">Pictures</th>${approaches.map(
    ({ key, name }) => html`<th scope="col"><span class="dot ${key}"></span>${name}</th>`,
  )}<th scope="col" class="taken">Most often taken for</th></tr></thead>
<tbody>${rows.map(classRow)}</tbody></table>`;
}

function classRow({ label, pictures, confusedWith, ...shares }: ClassScores): Content {
  const taken = confusedWith && html`<bdi>${confusedWith.label}</bdi> <small>${confusedWith.times} ×</small>`;
  return html`<tr><th scope="row"><bdi>${label}</bdi>${taken && html`<small class="narrow">taken for ${taken}</small>`}</th><td>${whole(pictures)}</td>${approaches.map(
    ({ key }) => shareCell(shares[key], key),
  )}<td class="taken">${taken}</td></tr>
`;
}

function shareCell(share: number | null, key: string): Content {
  if (share === null) return html`<td class="none"><span class="hidden">does not apply</span></td>`;
  return html`<td class="share ${key}"><span class="bar"><span style="width:${(100 * share).toFixed(1)}%"></span></span>${Math.round(100 * share)} %</td>`;
}
