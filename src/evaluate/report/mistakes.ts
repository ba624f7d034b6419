import { counted } from '../../base/figures.ts';
import { bestLabel } from '../outcome.ts';
import { type Content, html } from './html.ts';
import { approaches } from './legend.ts';
import type { Mistake } from './material.ts';

/** Every picture that an approach named wrongly, by class, folded. `more`: so many are not listed. */
export function mistakes(all: readonly Mistake[], more: number): Content {
  const beyond = more > 0 ? `, and ${counted(more, 'more', 'more')} that are not listed` : '';
  return html`<details class="fold"><summary>${counted(all.length, 'picture')}${beyond}</summary>
<div class="small-cards">${all.map(mistake)}</div></details>`;
}

function mistake({ caption, truth, image, ...said }: Mistake): Content {
  return html`<article class="card small-card">
${image && html`<img src="${image}" alt="${truth}: ${caption}" loading="lazy">`}
<div><p class="truth"><bdi>${truth}</bdi></p>
${approaches.map(({ key, name }) => {
  const prediction = said[key];
  const best = prediction && bestLabel(prediction);
  return (
    prediction &&
    html`<p class="said ${best === truth ? 'right' : 'wrong'}"><span class="mark" role="img" aria-label="${best === truth ? 'right' : 'wrong'}">${best === truth ? '✓' : '✗'}</span> ${name}: <bdi>${best ?? 'nothing'}</bdi> ${prediction.score.toFixed(2)}${!prediction.known && ' (unknown)'}</p>`
  );
})}
<p class="said"><code><bdi>${caption}</bdi></code></p></div>
</article>`;
}
