import { counted, percent } from '../base/figures.ts';
import { matcherInWords } from '../gallery/matchers/catalogue.ts';
import type { ClassifierChoice } from './classifier/fit-classifier.ts';
import type { GalleryChoice } from './fit-gallery.ts';
import type { ProjectionSpec } from './projection-candidates.ts';
import { projectionKinds } from './projection-kinds.ts';

/** The chosen settings of a classifier and its validation accuracy, in a sentence. */
export function classifierInWords(choice: ClassifierChoice): string {
  const { head, projection, epochs, labelSmoothing, weightDecay, learningRate, validation } = choice;
  const learned =
    learningRate === 0
      ? 'which stays at the class means'
      : `trained for ${counted(epochs, 'epoch')} at a learning rate of up to ${learningRate}`;
  const how =
    learningRate === 0
      ? ''
      : `, label smoothing ${labelSmoothing}${weightDecay > 0 ? `, weight decay ${weightDecay}` : ''}`;
  return `A ${head} head on ${spaceInWords(projection)}, ${learned}${how}${validated(validation)}.`;
}

/** The chosen settings of a gallery and its validation accuracy, in a sentence. */
export function galleryInWords({ projection, matcher, validation }: GalleryChoice): string {
  return `Compares ${matcherInWords(matcher)}, on ${spaceInWords(projection)}${validated(validation)}.`;
}

function spaceInWords({ name, power, shrinkage }: ProjectionSpec): string {
  if (name === 'plain') return projectionKinds.plain.long;
  const shrunk = shrinkage === 'ledoit-wolf' ? 'shrinkage by Ledoit and Wolf' : `shrinkage ${shrinkage}`;
  return `${projectionKinds[name].long} (power ${power}, ${shrunk})`;
}

function validated(validation: { readonly accuracy: number } | null): string {
  return validation === null ? '; not validated' : `; accuracy ${percent(validation.accuracy)} on validation`;
}
