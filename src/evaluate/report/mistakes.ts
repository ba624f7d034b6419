import { counted } from '../../base/figures.ts';
import type { Prediction } from '../../base/prediction.ts';
import { bestLabel } from '../labelled-prediction.ts';
import { type HtmlContent, html } from './html.ts';
import { approaches } from './legend.ts';
import type { Mistake } from './material.ts';

/** Every picture that an approach named wrongly, by class, folded; `more` are not listed. */
export function mistakes(all: readonly Mistake[], more: number): HtmlContent {
  const beyond = more > 0 ? `, and ${counted(more, 'more', 'more')} that are not listed` : '';
  return html`<details class="fold"><summary>${counted(all.length, 'picture')}${beyond}</summary>
<div class="small-cards">${all.map(mistake)}</div></details>`;
}

function mistake({ caption, truth, image, ...predictions }: Mistake): HtmlContent {
  return html`<article class="card small-card">
${image && html`<img src="${image}" alt="${truth}: ${caption}" loading="lazy">`}
<div><p class="truth"><bdi>${truth}</bdi></p>
${approaches.map(({ key, name }) => {
  const prediction = predictions[key];
  return prediction && answerLine(name, prediction, truth);
})}
<p class="said"><code><bdi>${caption}</bdi></code></p></div>
</article>`;
}

function answerLine(name: string, prediction: Prediction, truth: string): HtmlContent {
  const best = bestLabel(prediction);
  const [verdict, sign] = best === truth ? ['right', '✓'] : ['wrong', '✗'];
  const score = html`${prediction.score.toFixed(2)}${!prediction.known && ' (unknown)'}`;
  return html`<p class="said ${verdict}"><span class="mark" role="img" aria-label="${verdict}">${sign}</span>
${name}: <bdi>${best ?? 'nothing'}</bdi> ${score}</p>`;
}
