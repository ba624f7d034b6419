import { type HtmlContent, html } from './html.ts';

/** The approaches in the order of all tables and charts, with their names for readers. */
export const approaches = [
  { key: 'classifier', name: 'Classifier' },
  { key: 'gallery', name: 'Gallery' },
] as const;

/** Shows which line is which approach's. */
export function legend(): HtmlContent {
  return html`<span class="legend">${approaches.map(
    ({ key, name }) =>
      html`<span><svg width="26" height="8" aria-hidden="true">
<line class="line ${key}" x1="1" x2="25" y1="4" y2="4"/></svg>${name}</span>`,
  )}</span>`;
}
