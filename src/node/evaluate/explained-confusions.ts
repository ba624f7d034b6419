import { openCellNetwork } from '../../backbones/cell-network.ts';
import { DiscernError } from '../../base/error.ts';
import { confusions } from '../../evaluate/confusions.ts';
import type { Explanation } from '../../evaluate/report/material.ts';
import { productFor } from '../../linalg/product.ts';
import { recogniser } from '../../recognise/recogniser.ts';
import { type Explainer, explainPicture } from '../explain/explain-picture.ts';
import { pagePanels } from '../explain/explanation-page.ts';
import { findEnrolled } from '../explain/find-enrolled.ts';
import { panelPx } from '../explain/panels.ts';
import { readFile } from '../files/files.ts';
import { nodeRuntime } from '../runtime.ts';
import { threadsWithin } from '../workers/bounded-threads.ts';
import type { AllComparisons } from './compare-data.ts';

/** So many pictures are explained, and no further one after so many milliseconds: large networks take long. */
const limits = { pictures: 3, milliseconds: 3000 } as const;

/** Why a picture of each of the worst confusions was taken for another class; none where the network has no map. */
export async function explainedConfusions(compared: AllComparisons): Promise<Explanation[]> {
  const pictures = worstPictures(compared);
  if (pictures.length === 0) return [];
  const start = performance.now();
  const explainer = await explainerOf(compared);
  if (explainer === null) return [];
  const explanations: Explanation[] = [];
  for (const { path, label } of pictures) {
    if (performance.now() - start > limits.milliseconds) break;
    const explained = await explainPicture(path, explainer);
    if (explained.seen) explanations.push({ caption: path, truth: label, panels: await pagePanels(explained) });
  }
  await explainer.network.dispose();
  return explanations;
}

/** One picture of each of the most frequent confusions, of both approaches in turn. */
function worstPictures({ observed }: AllComparisons) {
  const [first, second] = [observed.classifier, observed.gallery].map((outcomes) => confusions(outcomes ?? []));
  const inTurn = Array.from({ length: limits.pictures }, (_, i) => [first[i], second[i]]).flat();
  const chosen = new Set(inTurn.flatMap((pair) => (pair ? [pair.pictures[0]] : [])));
  return [...chosen].slice(0, limits.pictures).map((index) => observed.samples[index]);
}

async function explainerOf({ bundle }: AllComparisons): Promise<Explainer | null> {
  const { card, backbone } = bundle;
  const network = await openCellNetwork(card, backbone, nodeRuntime, { threads: threadsWithin() }).catch(withoutMap);
  if (network === null) return null;
  const product = productFor(nodeRuntime);
  return {
    ...{ bundle, network, product, read: readFile, sidePx: panelPx },
    recognise: recogniser(bundle, { product }).recognise,
    embed: async (_, { embedding }) => embedding,
    find: (entry) => findEnrolled(entry, ['']),
  };
}

function withoutMap(thrown: unknown): null {
  if (thrown instanceof DiscernError) return null;
  throw thrown;
}
