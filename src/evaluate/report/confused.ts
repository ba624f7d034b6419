import { type HtmlContent, html } from './html.ts';
import { approaches } from './legend.ts';
import type { ConfusedPair } from './material.ts';

/** The pairs of classes most often confused by each approach, with example pictures. */
export function confused(pairs: readonly ConfusedPair[]): HtmlContent {
  const columns = approaches
    .map(({ key, name }) => ({ key, name, own: pairs.filter(({ approach }) => approach === key) }))
    .filter(({ own }) => own.length > 0);
  return html`<div class="charts">${columns.map(
    ({ key, name, own }) => html`<div class="card"><h3><span class="dot ${key}"></span>${name}</h3>
<ol class="confused">${own.map(confusedPair)}</ol></div>`,
  )}</div>`;
}

function confusedPair({ truth, answer, count, examples }: ConfusedPair): HtmlContent {
  return html`<li>
<span class="pair"><bdi>${truth}</bdi> <span class="arrow">taken for</span> <bdi>${answer}</bdi></span>
<span class="count">${count} ×</span>
<span class="examples">${examples.map(
    ({ caption, image }) => html`<img src="${image}" alt="${truth}: ${caption}" title="${caption}">`,
  )}</span>
</li>`;
}
