/** Markup that is safe to insert into HTML; only `html` makes it. */
export type Markup = { readonly markup: string };

/** What a template accepts: strings are escaped, markup is inserted, lists are joined, null and false give nothing. */
export type HtmlContent = Markup | string | number | null | false | readonly HtmlContent[];

/** A tagged template for HTML and SVG. It escapes every string, in text and in quoted attributes. */
export function html(texts: TemplateStringsArray, ...contents: readonly HtmlContent[]): Markup {
  return { markup: texts.reduce((before, text, i) => before + rendered(contents[i - 1]) + text) };
}

function rendered(content: HtmlContent): string {
  if (content === null || content === false) return '';
  if (typeof content === 'string') return escaped(content);
  if (typeof content === 'number') return String(content);
  return 'markup' in content ? content.markup : content.map(rendered).join('');
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
