import { counted } from '../../base/figures.ts';
import { cautionsInWords } from '../cautions.ts';
import type { CompareResult } from '../results.ts';
import { type HtmlContent, html } from './html.ts';

/** The verdict with its reasons and cautions, and what was compared. */
export function headline(result: CompareResult): HtmlContent {
  const { dataset, samples, verdict } = result;
  const { choose, sentence, because } = verdict;
  return html`<header>
<p class="eyebrow">Discern <span aria-hidden="true">·</span> two ways to recognise pictures, compared</p>
<h1><bdi>${dataset}</bdi></h1>
<p class="lead">Both were measured on the same ${counted(samples, 'picture')}.</p>
${cautionsInWords(result).map((caution) => html`<p class="lead">${caution}</p>`)}
</header>
<section class="verdict ${choose}">
<p class="badge">Verdict</p>
<p class="sentence">${sentence}</p>
<ul>${because.map((line) => html`<li>${line}</li>`)}</ul>
</section>`;
}
