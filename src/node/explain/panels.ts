import { formatScore } from '../../base/figures.ts';
import { answerInWords } from '../../calibrate/answering/one-answer.ts';
import { html } from '../../evaluate/report/html.ts';
import { sharp } from '../pictures/sharp.ts';
import type { ClassifierExplanation, DrawableExplanation, GalleryExplanation } from './explanation.ts';
import { heated } from './heat.ts';
import { type Mark, marksOf } from './marks.ts';
import type { Square } from './seen-picture.ts';

/** Side of a panel, in pixels. */
export const panelPx = 288;

/** One square of an explanation, with its heading and what is said below it. */
export type Panel = {
  /** Which approach it is about; null for the picture itself. */
  readonly approach: 'classifier' | 'gallery' | null;
  readonly title: string;
  /** A PNG of panelPx x panelPx; null where there is no picture to show. */
  readonly image: Uint8Array | null;
  /** One sentence each, without a full stop. */
  readonly words: readonly string[];
};

/** The panels of an explanation, from left to right: the picture, classifier, gallery, the nearest enrolled picture. */
export async function panelsOf({ explanation, seen, enrolled }: DrawableExplanation): Promise<Panel[]> {
  const { answer, classifier, gallery } = explanation;
  const words = answer ? [`Answer: ${answerInWords(answer)}`] : [];
  const plain = { approach: null, title: 'As the network sees it', image: await png(seen), words };
  return [
    plain,
    ...(classifier ? [await classifierPanel(classifier, seen)] : []),
    ...(gallery ? await galleryPanels(gallery, seen, enrolled) : []),
  ];
}

async function classifierPanel({ label, words, evidence }: ClassifierExplanation, seen: Square): Promise<Panel> {
  const against = evidence ? `, not ${evidence.against}` : '';
  const image = await png(evidence ? heated(seen, evidence.cells) : seen);
  return { approach: 'classifier', title: `Classifier: ${label ?? 'unknown'}${against}`, image, words };
}

async function galleryPanels(gallery: GalleryExplanation, seen: Square, enrolled: Square | null): Promise<Panel[]> {
  const { label, words, evidence, match, file, missing } = gallery;
  const title = `Gallery: ${label ?? 'unknown'}`;
  if (evidence === null) return [{ approach: 'gallery', title, image: await png(seen), words }];
  const marks = match && marksOf(evidence, match);
  const { nearest } = evidence;
  const other = enrolled && match ? await png(heated(enrolled, match.enrolled.cells), marks?.enrolled) : null;
  const alike = marks?.picture.length ? ['Equal numbers mark the places that match'] : [];
  return [
    { approach: 'gallery', title, image: await png(heated(seen, evidence.cells), marks?.picture), words },
    {
      approach: 'gallery',
      title: `Nearest enrolled: ${nearest.label}`,
      image: other,
      words: [`Similarity ${formatScore(nearest.similarity)}`, ...alike, missing ?? file ?? nearest.path],
    },
  ];
}

async function png({ sidePx, data }: Square, marks: readonly Mark[] = []): Promise<Uint8Array> {
  const image = sharp(data, { raw: { width: sidePx, height: sidePx, channels: 3 } });
  if (marks.length > 0) image.composite([{ input: Buffer.from(marksSvg(marks, sidePx)), left: 0, top: 0 }]);
  return image.png().toBuffer();
}

const markPx = 11;

function marksSvg(marks: readonly Mark[], sidePx: number): string {
  return html`<svg xmlns="http://www.w3.org/2000/svg" width="${sidePx}" height="${sidePx}">${apart(marks, sidePx).map(
    ({
      name,
      x,
      y,
    }) => html`<circle cx="${x}" cy="${y}" r="${markPx}" fill="#ffffff" stroke="#1d1d22" stroke-width="1.5"/>
<text x="${x}" y="${y + 5}" text-anchor="middle" font-family="${fonts}" font-size="14" font-weight="700"
 fill="#1d1d22">${name}</text>`,
  )}</svg>`.markup;
}

/** Fonts of labels, as systems have them. */
export const fonts = 'Helvetica Neue, Arial, Liberation Sans, Noto Sans, DejaVu Sans, sans-serif';

/** Marks of one cell stand side by side, and all lie inside the square. */
function apart(marks: readonly Mark[], sidePx: number) {
  const inside = (at: number) => Math.min(sidePx - markPx - 1, Math.max(markPx + 1, at));
  return marks.map(({ name, down, across }, i) => {
    const same = marks.filter((other) => other.down === down && other.across === across);
    const place = marks.slice(0, i).filter((other) => same.includes(other)).length - (same.length - 1) / 2;
    return { name, x: inside(across * sidePx + place * (2 * markPx + 2)), y: inside(down * sidePx) };
  });
}
