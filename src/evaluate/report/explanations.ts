import { type HtmlContent, html } from './html.ts';
import type { Explanation } from './material.ts';

/** Colours of evidence for an answer and against it: they differ for all common kinds of colour blindness. */
export const heatColours = { pro: '#00a2c7', contra: '#d9480f' } as const;

/** One square of an explanation, with its heading and what is said below it. */
export type ShownPanel = {
  /** Which approach it is about; null for the picture itself. */
  readonly approach: 'classifier' | 'gallery' | null;
  readonly title: string;
  /** A `data:` URI; null where there is no picture to show. */
  readonly image: string | null;
  /** One sentence each, without a full stop. */
  readonly words: readonly string[];
};

/** Explanations of pictures, and what their colours mean. */
export function explanations(all: readonly Explanation[]): HtmlContent {
  return html`${heatLegend()}${all.map(
    ({ caption, truth, panels }) => html`<div class="explanation">
<p class="truth"><bdi>${truth}</bdi> <small><bdi>${caption}</bdi></small></p>${explanationPanels(panels)}</div>`,
  )}`;
}

/** The squares that explain the answers for one picture. */
export function explanationPanels(panels: readonly ShownPanel[]): HtmlContent {
  return html`<div class="panels">${panels.map(
    ({ approach, title, image, words }) => html`<div class="panel ${approach ?? 'plain'}"><h3><bdi>${title}</bdi></h3>
${image === null ? html`<div class="empty"></div>` : html`<img src="${image}" alt="${title}" loading="lazy">`}
${words.map((sentence) => html`<p><bdi>${sentence}</bdi></p>`)}</div>`,
  )}</div>`;
}

/** What the colours mean. */
export function heatLegend(): HtmlContent {
  return html`<p class="lead"><span class="heat" style="background:${heatColours.pro}"></span>speaks for the answer
<span class="heat" style="background:${heatColours.contra}"></span>speaks against it<br>
The stronger the colour, the more a place adds to the score.</p>`;
}
