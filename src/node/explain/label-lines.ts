import stringWidth from 'string-width';

/** A line of text below a panel; `gap`: some space is left above it, as a sentence begins. */
export type LabelLine = { readonly text: string; readonly gap: boolean };

/** Sentences broken into lines of at most `columns` characters. */
export function labelLines(sentences: readonly string[], columns: number): LabelLine[] {
  return sentences.flatMap((sentence, i) =>
    broken(sentence, columns).map((text, l) => ({ text, gap: i > 0 && l === 0 })),
  );
}

/** The text cut to `columns` characters: `end` keeps its end, which says more of a path. */
export function shortened(text: string, columns: number, keep: 'beginning' | 'end'): string {
  if (stringWidth(text) <= columns) return text;
  const letters = Array.from(text);
  while (letters.length > 0 && stringWidth(letters.join('')) >= columns) {
    if (keep === 'end') letters.shift();
    else letters.pop();
  }
  return keep === 'end' ? `…${letters.join('')}` : `${letters.join('')}…`;
}

function broken(sentence: string, columns: number): string[] {
  const lines: string[] = [];
  for (const word of sentence.split(/\s+/).flatMap((long) => pieces(long, columns))) {
    const longer = `${lines.at(-1) ?? ''} ${word}`.trim();
    if (lines.length > 0 && stringWidth(longer) <= columns) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** A word in pieces that fit a line, broken after `/` where possible: paths may be long. */
function pieces(word: string, columns: number): string[] {
  if (stringWidth(word) <= columns) return word === '' ? [] : [word];
  const letters = Array.from(word);
  let count = letters.length;
  while (count > 1 && stringWidth(letters.slice(0, count).join('')) > columns) count--;
  const slash = letters.lastIndexOf('/', count - 1) + 1;
  const at = slash > count / 3 ? slash : count;
  return [letters.slice(0, at).join(''), ...pieces(letters.slice(at).join(''), columns)];
}
