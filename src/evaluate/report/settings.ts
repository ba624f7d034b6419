import { counted } from '../../base/figures.ts';
import type { Skipped } from '../../data/embedding/embedded.ts';
import { type HtmlContent, html } from './html.ts';
import type { ReportSetting } from './material.ts';

/** The settings that are needed to repeat the comparison, and the pictures that could not be read. */
export function settings(all: readonly ReportSetting[], skipped: readonly Skipped[]): HtmlContent {
  return html`<div class="card"><dl>${all.map(
    ({ name, value }) => html`<div><dt>${name}</dt><dd><bdi>${value}</bdi></dd></div>`,
  )}</dl>
${
  skipped.length > 0 &&
  html`<details><summary>${counted(skipped.length, 'picture')} could not be used</summary>
<ul>${skipped.map(
    ({ path, error }) => html`<li><code><bdi>${path}</bdi></code> <small>${error.message}</small></li>`,
  )}</ul></details>`
}</div>`;
}
