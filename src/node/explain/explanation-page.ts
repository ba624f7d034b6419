import { counted } from '../../base/figures.ts';
import { explanationPanels, heatLegend, type ShownPanel } from '../../evaluate/report/explanations.ts';
import { type HtmlContent, html } from '../../evaluate/report/html.ts';
import { page } from '../../evaluate/report/page.ts';
import { sharp } from '../pictures/sharp.ts';
import type { DrawableExplanation } from './explanation.ts';
import { panelsOf } from './panels.ts';

/** Explanations as one HTML page that loads nothing. `more` pictures are not on it, and the page says so. */
export async function explanationPage(all: readonly DrawableExplanation[], more: number): Promise<Uint8Array> {
  const sections: HtmlContent[] = [];
  for (const explained of all) {
    const panels = await pagePanels(explained);
    sections.push(
      html`<section><h2><bdi>${explained.explanation.path}</bdi></h2>${explanationPanels(panels)}</section>`,
    );
  }
  const content = html`<header>
<p class="eyebrow">Discern <span aria-hidden="true">·</span> which places carry an answer</p>
<h1>Why this answer</h1>
${heatLegend()}
${more > 0 && html`<p class="lead">${counted(more, 'more picture')} ${more === 1 ? 'is' : 'are'} not shown.</p>`}
</header>
${sections}`;
  return new TextEncoder().encode(page('Why this answer — Discern', content));
}

/** The panels of an explanation, made smaller as WebP. */
export async function pagePanels(explained: DrawableExplanation): Promise<ShownPanel[]> {
  const panels = (await panelsOf(explained)).map(async ({ image, ...panel }) => ({
    ...panel,
    image:
      image && `data:image/webp;base64,${(await sharp(image).webp({ quality: 85 }).toBuffer()).toString('base64')}`,
  }));
  return Promise.all(panels);
}
