/** HTML that is safe to place into HTML: made by `html` alone. */
export type Markup = { readonly markup: string };

/** What a template takes: text is escaped, markup is not, lists are joined, null and false are nothing. */
export type Content = Markup | string | number | null | false | readonly Content[];

/** A template for HTML and SVG in which every text is escaped, between tags and within quoted attributes alike. */
export function html(texts: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  return { markup: texts.reduce((before, text, i) => before + rendered(contents[i - 1]) + text) };
}

function rendered(content: Content): string {
  if (content === null || content === false) return '';
  if (typeof content === 'string') return escaped(content);
  if (typeof content === 'number') return String(content);
  return 'markup' in content ? content.markup : content.map(rendered).join('');
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
