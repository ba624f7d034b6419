import { byCodePoint, stableJson } from '../base/hash.ts';
import type { EntryName } from '../gallery/gallery.ts';
import type { Preprocessing } from '../images/preprocessing.ts';
import type { BundleForAnswers } from './bundle.ts';

/** Labels with something enrolled, in code-point order. */
export function enrolledClasses(entries: readonly EntryName[]): string[] {
  return [...new Set(entries.map(({ label }) => label))].sort(byCodePoint);
}

/** The metadata of an exported ONNX file, for programs (JSON) and for people (words). */
export function exportMetadata({
  card,
  fingerprint,
  classifier,
  gallery,
}: Omit<BundleForAnswers, 'backbone'>): Record<string, string> {
  return {
    card: stableJson(card),
    fingerprint,
    preprocessing: preprocessingInWords(card.preprocessing),
    ...(classifier && { classes: stableJson(classifier.classes) }),
    ...(gallery && {
      gallery_classes: stableJson(enrolledClasses(gallery.entries)),
      matcher: stableJson(gallery.matcher),
      neighbours: stableJson(gallery.entries.map(({ id, label }) => ({ id, label }))),
      threshold: String(gallery.threshold.value),
      ...(gallery.threshold.byClass && { class_thresholds: stableJson(gallery.threshold.byClass) }),
    }),
  };
}

/** How a picture becomes the network's input, in words that suffice to program it in another language. */
export function preprocessingInWords({
  sizePx,
  resizePx,
  fit,
  interpolation,
  mean,
  std,
  channels,
  layout,
}: Preprocessing): string {
  const square = `${sizePx} x ${sizePx} pixels`;
  const framing =
    fit === 'squash'
      ? `Resize the whole picture to ${square}`
      : `Resize the shorter side to ${Math.max(resizePx, sizePx)} pixels and cut ${square} from the centre`;
  return [
    'Turn the picture upright (EXIF), convert it to sRGB, and lay transparent parts on white.',
    `${framing}, ${interpolation} with antialiasing.`,
    `Values 0..255, per channel R, G, B: subtract ${mean.join(', ')}, then divide by ${std.join(', ')}.`,
    `Channels in the order ${[...channels].join(', ').toUpperCase()}; layout ${layout.toUpperCase()}; float32.`,
  ].join(' ');
}
