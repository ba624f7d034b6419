import type { OverlayOptions } from 'sharp';
import { counted } from '../../base/figures.ts';
import { heatColours } from '../../evaluate/report/explanations.ts';
import { type HtmlContent, html } from '../../evaluate/report/html.ts';
import { sharp } from '../pictures/sharp.ts';
import type { DrawableExplanation } from './explanation.ts';
import { labelLines, shortened } from './label-lines.ts';
import { fonts, type Panel, panelPx, panelsOf } from './panels.ts';

/** Measures of a sheet, in pixels. */
const px = { margin: 32, gap: 24, header: 64, above: 62, below: 10, line: 18, sentence: 4, between: 26 } as const;
const width = 2 * px.margin + 4 * panelPx + 3 * px.gap;

/** Size of the text in pixels, and how many characters of a usual font fit a panel. */
const textPx = 13;
const columns = Math.floor(panelPx / (textPx * 0.53));
/** The same for bold titles, and for the name of a picture over the whole width. */
const titleColumns = Math.floor(panelPx / (textPx * 0.58));
const nameColumns = 130;

const colours = { ink: '#1d1d22', soft: '#63636e', rule: '#e6e4de', empty: '#f1efea' } as const;
/** The colours of both approaches, as in the report. */
const accents = { classifier: '#2f66d0', gallery: '#bf560a' } as const;

/** A strip of the sheet: its height, its labels as SVG, and its pictures, whose `top` counts from the strip's. */
type Strip = { readonly height: number; readonly labels: HtmlContent; readonly pictures: readonly OverlayOptions[] };

/**
 * Explanations as one PNG, a row a picture: the picture, the evidence for the classifier and for the gallery, the
 * nearest enrolled picture, and words below them. `more` pictures are not drawn, and the sheet says so. Labels are
 * drawn with the fonts of the machine.
 */
export async function explanationSheet(all: readonly DrawableExplanation[], more: number): Promise<Uint8Array> {
  const strips: Strip[] = [header(more)];
  for (const { explanation, ...rest } of all) {
    strips.push(row(explanation.path, await panelsOf({ explanation, ...rest })));
  }
  let height: number = px.margin;
  const layers: OverlayOptions[] = [];
  for (const strip of strips) {
    const top = height;
    layers.push({ input: svg(strip), left: 0, top });
    layers.push(...strip.pictures.map((picture) => ({ ...picture, top: top + (picture.top ?? 0) })));
    height += strip.height;
  }
  const sheet = sharp({ create: { width, height, channels: 3, background: '#ffffff' } });
  return sheet.composite(layers).png().toBuffer();
}

function svg({ height, labels }: Strip): Buffer {
  const size = html`width="${width}" height="${height}"`;
  return Buffer.from(
    html`<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="${fonts}">${labels}</svg>`.markup,
  );
}

function header(more: number): Strip {
  const left = px.margin;
  const colour = colours.soft;
  const labels = [
    line('Why this answer', left, 20, { size: 22, weight: 700 }),
    key(heatColours.pro, 'speaks for the answer', left + 250),
    key(heatColours.contra, 'speaks against it', left + 450),
    line('The stronger the colour, the more a place adds to the score', left + 630, 18, { colour }),
    more > 0 && line(`${counted(more, 'more picture')} not drawn`, left, 42, { colour }),
  ];
  return { height: px.header, labels, pictures: [] };
}

function key(colour: string, said: string, x: number): HtmlContent {
  return html`<rect x="${x}" y="6" width="26" height="14" rx="3" fill="${colour}" fill-opacity="0.78"/>
${line(said, x + 34, 18, { colour: colours.soft })}`;
}

function row(name: string, panels: readonly Panel[]): Strip {
  const texts = panels.map(({ words }) => placed(words));
  const height = px.above + panelPx + px.below + Math.max(...texts.map(({ height }) => height)) + px.between;
  const labels = html`<line x1="${px.margin}" x2="${width - px.margin}" y1="1" y2="1" stroke="${colours.rule}"/>
${line(shortened(name, nameColumns, 'end'), px.margin, 26, { weight: 700, size: 15 })}
${panels.map((panel, i) => panelLabels(panel, leftOf(i)))}
${texts.map(({ lines }, i) => lines.map(({ text, down }) => line(text, leftOf(i), px.above + panelPx + down, {})))}`;
  const pictures = panels.flatMap(({ image }, i) =>
    image ? [{ input: Buffer.from(image), left: leftOf(i), top: px.above }] : [],
  );
  return { height, labels, pictures };
}

function panelLabels({ approach, title, image }: Panel, x: number): HtmlContent {
  const colour = approach ? accents[approach] : colours.soft;
  const size = html`width="${panelPx}" height="${panelPx}"`;
  return html`${line(shortened(title, titleColumns, 'beginning'), x, px.above - 9, { colour, weight: 600 })}
${image === null && html`<rect x="${x}" y="${px.above}" ${size} rx="6" fill="${colours.empty}"/>`}`;
}

/** The lines of a panel's words, and how far each lies below the panel. */
function placed(words: readonly string[]) {
  let height: number = px.below;
  const lines = labelLines(words, columns).map(({ text, gap }) => {
    height += px.line + (gap ? px.sentence : 0);
    return { text, down: height };
  });
  return { lines, height };
}

type LineStyle = { readonly colour?: string; readonly weight?: number; readonly size?: number };

function line(text: string, x: number, y: number, style: LineStyle): HtmlContent {
  const { colour = colours.ink, weight = 400, size = textPx } = style;
  // No SVG may contain control characters.
  const drawable = text.replace(/\p{Cc}/gu, '\u{fffd}');
  return html`<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${colour}">${drawable}</text>`;
}

function leftOf(panel: number): number {
  return px.margin + panel * (panelPx + px.gap);
}
