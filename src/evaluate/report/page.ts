import { type HtmlContent, html } from './html.ts';
import { style } from './style.ts';

/**
 * A whole HTML page. Its security policy allows it to load nothing and to run nothing, so it is safe to open and to
 * pass on.
 */
export function page(title: string, content: HtmlContent): string {
  const { markup } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${{ markup: style }}</style>
</head>
<body>
<main>
${content}
</main>
</body>
</html>
`;
  return markup;
}

/** A section with a heading and a sentence that explains what it shows. */
export function section(heading: string, lead: string, content: HtmlContent): HtmlContent {
  return html`<section>
<h2>${heading}</h2>
<p class="lead">${lead}</p>
${content}
</section>`;
}
