import { counted } from '../../base/figures.ts';
import type { ChangedClassifier, ChangedGallery } from '../../node/bundles/change-gallery.ts';
import { staleText } from './stale-text.ts';

/** The result of a gallery change as text: what was done, what the bundle holds now, how the classifier was updated. */
export function changedText(done: string, { bundle, vectors, classes, classifier }: ChangedGallery): string {
  const held = `${counted(vectors, 'picture')} of ${counted(classes.length, 'class', 'classes')}`;
  const followed = classifier && followedWords(classifier);
  const stale = classifier?.stale && `Note: ${staleText(classifier.stale)}.`;
  const lines = [`${done} ${bundle} now holds ${held}.`, followed, stale];
  return lines.filter((line) => line).join('\n');
}

function followedWords({ by, classes }: ChangedClassifier): string | null {
  const known = counted(classes, 'class', 'classes');
  if (by === 'learning') return `The classifier was trained again and knows ${known}.`;
  return by === 'closed-form' ? `The classifier was updated and knows ${known}.` : null;
}
