import type { ConfusionMatrix, MatrixClasses } from '../confusion-matrix.ts';
import { type HtmlContent, html } from './html.ts';
import { approaches } from './legend.ts';

/** A confusion matrix, with the approach and the choice of classes it is for. */
export type ShownMatrix = ConfusionMatrix & {
  readonly approach: 'classifier' | 'gallery';
  readonly shown: MatrixClasses;
};

/** Confusion matrices with a filter that needs no script: a screen shows one at a time, print shows all. */
export function matrices(all: readonly ShownMatrix[]): HtmlContent {
  return html`<div class="card matrices">
<div class="filter" role="group" aria-label="Which matrix">${all.map(({ approach, shown }, i) => [
    html`<input type="radio" name="matrix" id="matrix-${i}"${i === 0 && html` checked`}>`,
    html`<label for="matrix-${i}"><span class="dot ${approach}"></span>${nameOf(approach)}, ${shown} classes</label>`,
  ])}</div>
${all.map(
  (matrix, i) => html`<div class="matrix" id="shown-${i}">
<h3>${nameOf(matrix.approach)}, ${matrix.shown} classes</h3>${table(matrix)}</div>`,
)}
</div>`;
}

function nameOf(approach: string): string {
  return approaches.find(({ key }) => key === approach)?.name ?? approach;
}

function table({ labels, counts }: ConfusionMatrix): HtmlContent {
  const columns = labels.map((label, i) => html`<th scope="col" title="${label}">${i + 1}</th>`);
  return html`<table>
<thead><tr><th scope="col">Class</th>${columns}<th scope="col" title="any other class">…</th></tr></thead>
<tbody>${labels.map((label, index) => matrixRow(label, index, labels, counts[index]))}</tbody></table>`;
}

function matrixRow(label: string, index: number, labels: readonly string[], counts: readonly number[]): HtmlContent {
  const total = Math.max(
    1,
    counts.reduce((sum, count) => sum + count, 0),
  );
  const cells = counts.map((count, column) => {
    const answer = labels[column] ?? 'any other class';
    const kind = column === index ? 'own' : 'other';
    if (count === 0) return html`<td></td>`;
    const title = `${label} taken for ${answer}: ${count} of ${total}`;
    const share = Math.round((100 * count) / total);
    return html`<td class="${kind}" style="--share:${share}%" title="${title}">${count}</td>`;
  });
  return html`<tr><th scope="row">${index + 1} <bdi>${label}</bdi></th>${cells}</tr>
`;
}
