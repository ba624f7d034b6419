import { type Content, html } from './html.ts';
import { style } from './style.ts';

/**
 * A whole page. Its security policy lets it load nothing and run nothing, so that it can be opened and passed on
 * without a thought.
 */
export function page(title: string, content: Content): string {
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

/** A section under a heading, with a sentence that says what one sees. */
export function section(heading: string, lead: string, content: Content): Content {
  return html`<section>
<h2>${heading}</h2>
<p class="lead">${lead}</p>
${content}
</section>`;
}
