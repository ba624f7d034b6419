import type { ConfusionMatrix, Shown } from '../confusion-matrix.ts';
import { type Content, html } from './html.ts';
import { approaches } from './legend.ts';

/** One matrix to look at, of those among which one chooses. */
export type ShownMatrix = ConfusionMatrix & { readonly approach: 'classifier' | 'gallery'; readonly shown: Shown };

/** Confusion matrices with a filter that needs no script: one is looked at on a screen, all are printed. */
export function matrices(all: readonly ShownMatrix[]): Content {
  return html`<div class="card matrices">
<div class="filter" role="group" aria-label="Which matrix">${all.map(({ approach, shown }, i) => [
    html`<input type="radio" name="matrix" id="matrix-${i}"${i === 0 && html` checked`}><label for="matrix-${i}"><span class="dot ${approach}"></span>${nameOf(approach)}, ${shown} classes</label>`,
  ])}</div>
${all.map((matrix, i) => html`<div class="matrix" id="shown-${i}"><h3>${nameOf(matrix.approach)}, ${matrix.shown} classes</h3>${table(matrix)}</div>`)}
</div>`;
}

function nameOf(approach: string): string {
  return approaches.find(({ key }) => key === approach)?.name ?? approach;
}

function table({ labels, counts }: ConfusionMatrix): Content {
  return html`<table><thead><tr><th scope="col">Class</th>${labels.map((label, i) => html`<th scope="col" title="${label}">${i + 1}</th>`)}<th scope="col" title="any other class">…</th></tr></thead>
<tbody>${labels.map((label, place) => matrixRow(label, place, labels, counts[place]))}</tbody></table>`;
}

function matrixRow(label: string, place: number, labels: readonly string[], counts: readonly number[]): Content {
  const total = Math.max(
    1,
    counts.reduce((sum, count) => sum + count, 0),
  );
  const cells = counts.map((count, column) => {
    const answer = labels[column] ?? 'any other class';
    const kind = column === place ? 'own' : 'other';
    if (count === 0) return html`<td></td>`;
    return html`<td class="${kind}" style="--share:${Math.round((100 * count) / total)}%" title="${label} taken for ${answer}: ${count} of ${total}">${count}</td>`;
  });
  return html`<tr><th scope="row">${place + 1} <bdi>${label}</bdi></th>${cells}</tr>
`;
}
