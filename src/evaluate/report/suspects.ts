import { percent } from '../../base/figures.ts';
import type { SuspectPicture } from '../../fit/clean-labels.ts';
import { type HtmlContent, html } from './html.ts';
import type { Example, ShownSuspect } from './material.ts';

/** Pictures left out because their labels look wrong: the first with images, the others by name. */
export function suspects(all: readonly SuspectPicture[], shown: readonly ShownSuspect[]): HtmlContent {
  const rest = all.slice(shown.length);
  return html`<div class="small-cards">${shown.map(({ image, nearest }, i) => suspect(all[i], image, nearest))}</div>
${
  rest.length > 0 &&
  html`<details><summary>${rest.length} more</summary><ul>${rest.map(
    ({ path, label, suggested, confidence }) =>
      html`<li><code><bdi>${path}</bdi></code> <bdi>${label}</bdi>, rather <bdi>${suggested}</bdi>
<small>${percent(confidence)} sure</small></li>`,
  )}</ul></details>`
}`;
}

function suspect(
  { path, label, suggested, confidence, evidence }: SuspectPicture,
  image: string | null,
  nearest: readonly Example[],
): HtmlContent {
  const alike = evidence.neighbours.filter((neighbour) => neighbour.label === label).length;
  return html`<article class="card small-card">
${image && html`<img src="${image}" alt="${label}: ${path}" loading="lazy">`}
<div><p class="truth"><s><bdi>${label}</bdi></s> rather <bdi>${suggested}</bdi>?</p>
<p class="said">${percent(confidence)} sure, ${alike} of the nearest ${evidence.neighbours.length} have its label</p>
<p class="said"><code><bdi>${path}</bdi></code></p>
${
  nearest.length > 0 &&
  html`<div class="nearest" role="group" aria-label="Nearest pictures">${nearest.map(
    ({ caption, image: near }) => html`<img src="${near}" alt="${caption}" title="${caption}">`,
  )}</div>`
}</div>
</article>`;
}
