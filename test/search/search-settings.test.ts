// @module-tag slow
import { describe, expect, it } from 'vitest';
import { fromRows, normaliseRows } from '../../src/base/matrix.ts';
import type { ProgressEvent } from '../../src/base/progress.ts';
import { random } from '../../src/base/random.ts';
import { annotatedPictures } from '../../src/data/annotations/annotated-pictures.ts';
import type { Annotations } from '../../src/data/annotations/annotations.ts';
import { productFor } from '../../src/linalg/product.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';
import { meanScore, type SettingsTools, searchSettings } from '../../src/search/search-settings.ts';
import { annotationLosses } from '../../src/search/setting.ts';

describe('a search for a loss', () => {
  const [classes, each, columns] = [12, 6, 24];
  const { normal } = random(3, 'clouds');
  const centres = Array.from({ length: classes }, () => Array.from({ length: columns }, normal));
  const labels = Int32Array.from({ length: classes * each }, (_, i) => i % classes);
  // Half of what is seen tells nothing of classes, and is louder than what does.
  const rows = Array.from(labels, (label) =>
    centres[label].map((value, j) => (j < columns / 2 ? 4 * normal() : value + 0.5 * normal())),
  );
  const all = { embeddings: normaliseRows(fromRows(rows)), labels };
  const frame = { logitScale: 16, labelSmoothing: 0.1, weightDecay: 0.05 };
  const tools: SettingsTools = {
    runtime: nodeRuntime,
    product: productFor(nodeRuntime),
    seed: 0,
    threads: 1,
    sought: ['loss', 'dimensions', 'learningRate', 'epochs'],
  };

  it('tries every thing in turn, counts what it tried, and gives the same again', async () => {
    const events: ProgressEvent[] = [];
    const search = await searchSettings(all, frame, { ...tools, progress: (event) => void events.push(event) });
    if (search === null) throw new Error('nothing was searched');
    expect(events.map(({ done, total }) => [done, total])).toEqual(events.map((_, done) => [done, events.length]));
    expect(search).toMatchObject({ folds: 4, metric: 'recall at 1', cutShort: false });
    expect(search.trials.length).toBeGreaterThan(8);
    const [usual] = search.trials;
    expect(usual).toMatchObject({ loss: 'crossEntropy', dimensions: columns });
    const chosen = search.trials.find(({ scores, ...setting }) => sameAs(search.chosen, setting));
    if (!chosen) throw new Error('what was chosen is not among what was tried');
    expect(chosen.scores).toHaveLength(4);
    expect(meanScore(chosen)).toBeGreaterThanOrEqual(meanScore(usual));
    expect(await searchSettings(all, frame, tools)).toEqual(search);
  });

  it('leaves the usual setting where there is no time, and is null where classes are too few to hold any out', async () => {
    const search = await searchSettings(all, frame, { ...tools, isOver: () => true });
    expect(search).toMatchObject({
      chosen: { loss: 'crossEntropy' },
      trials: [],
      metric: null,
      baseline: [],
      cutShort: true,
    });
    const two = [...labels.keys()].filter((i) => labels[i] < 3);
    const few = { embeddings: fromRows(two.map((i) => rows[i])), labels: Int32Array.from(two, (i) => labels[i]) };
    expect(await searchSettings(few, frame, tools)).toBeNull();
  });

  it('chooses by statements where no class is known, among losses that need none, and tells what it asked', async () => {
    const { embeddings } = all;
    const sought = ['loss'] as const;
    const search = (annotations: Omit<Annotations, 'count'>) => {
      const annotated = annotatedPictures({ count: labels.length, ...annotations });
      return searchSettings({ embeddings, labels: new Int32Array(labels.length), annotated }, frame, {
        ...tools,
        sought,
      });
    };
    const members = Array.from({ length: classes }, (_, c) => [...labels.keys()].filter((i) => labels[i] === c));
    const { integer } = random(5, 'triplets');
    const triplets = Array.from({ length: 20 * each * classes }, (_, n) => {
      const [c, other] = [n % classes, (n + 1 + integer(classes - 1)) % classes];
      const [anchor, positive] = [integer(each), integer(each)].map((place) => members[c][place]);
      return { anchor, positive, negative: members[other][integer(each)] };
    }).filter(({ anchor, positive }) => anchor !== positive);
    const groups = await search({ groups: members });
    expect(groups).toMatchObject({ folds: 4, metric: 'verification AUC', cutShort: false });
    expect(await search({ triplets })).toMatchObject({ folds: 4, metric: 'triplets in order', cutShort: false });
    const names = new Set(groups?.trials.map(({ loss }) => loss));
    expect(names).toEqual(new Set(['multiSimilarity', ...annotationLosses]));
    expect(await search({ groups: members.slice(0, 3) })).toBeNull();
    // Pairs about the first classes, triplets about the others: some folds could be asked pairs, others only triplets.
    const paired = members.slice(0, 3).flatMap((own) => own.slice(1).map((b, i) => ({ a: own[i], b, same: true })));
    const apart = members[0].map((a, i) => ({ a, b: members[1][i], same: false }));
    const rest = triplets.filter(({ anchor, negative }) => labels[anchor] > 2 && labels[negative] > 2);
    expect(await search({ pairs: [...paired, ...apart], triplets: rest })).toBeNull();
  });

  function sameAs(a: object, b: object): boolean {
    return JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());
  }
});
