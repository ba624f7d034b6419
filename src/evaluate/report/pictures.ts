import { percent } from '../../base/figures.ts';
import type { Prediction } from '../../base/prediction.ts';
import { type HtmlContent, html } from './html.ts';
import type { RecognisedPicture } from './material.ts';

/** Pictures with the prediction of each approach, marked right or wrong, and the nearest enrolled pictures. */
export function pictures(all: readonly RecognisedPicture[]): HtmlContent {
  return html`<div class="pictures">${all.map(picture)}</div>`;
}

function picture({ caption, truth, image, classifier, gallery, nearest }: RecognisedPicture): HtmlContent {
  const name = truth === null ? html`<em>a stranger</em>` : html`<bdi>${truth}</bdi>`;
  const alt = truth === null ? `A stranger: ${caption}` : `${truth}: ${caption}`;
  return html`<article class="card picture">
<img class="main" src="${image}" alt="${alt}" loading="lazy">
<div class="predictions">
<p class="truth">${name}<small><bdi>${caption}</bdi></small></p>
${classifier && answer('classifier', classifier, truth, percent(classifier.score))}
${gallery && answer('gallery', gallery, truth, similarity(gallery))}
${
  nearest.length > 0 &&
  html`<div class="nearest" role="group" aria-label="Nearest enrolled pictures">${nearest.map(neighbour)}</div>`
}
</div>
</article>`;
}

function neighbour({ label, similarity, image }: RecognisedPicture['nearest'][number]): HtmlContent {
  const cosine = similarity.toFixed(2);
  return html`<img src="${image}" alt="${label}, similarity ${cosine}" title="${label}, ${cosine}">`;
}

function answer(approach: string, { label, score }: Prediction, truth: string | null, figure: string): HtmlContent {
  const right = label === truth;
  return html`<div class="answer ${approach} ${right ? 'right' : 'wrong'}">
<span class="mark" role="img" aria-label="${right ? 'right' : 'wrong'}">${right ? '✓' : '✗'}</span>
<span class="what">${label === null ? html`<em>unknown</em>` : html`<bdi>${label}</bdi>`}</span>
<span class="who">${approach}</span><span class="figure">${figure}</span>
<span class="bar"><span style="width:${Math.max(0, Math.min(100, 100 * score)).toFixed(1)}%"></span></span>
</div>`;
}

/** The similarity, compared with the threshold. */
function similarity({ score, threshold, known }: Prediction): string {
  if (threshold === null) return score.toFixed(2);
  return `${score.toFixed(2)} ${known ? '≥' : '<'} ${threshold.toFixed(2)}`;
}
