import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { DiscernError } from '../../src/base/error.ts';
import { normaliseRows } from '../../src/base/matrix.ts';
import type { Storage } from '../../src/base/storage.ts';
import type { BundleForAnswers } from '../../src/bundle/bundle.ts';
import { memoryStorage } from '../../src/bundle/memory-storage.ts';
import { openBundle, openBundleForAnswers } from '../../src/bundle/open-bundle.ts';
import { saveBundle } from '../../src/bundle/save-bundle.ts';
import { withGallery } from '../../src/bundle/with-gallery.ts';
import { zippedStorage } from '../../src/bundle/zip-bundle.ts';
import { classMeans } from '../../src/gallery/class-means.ts';
import { enrol, forget } from '../../src/gallery/enrol.ts';
import { enrolledOf } from '../../src/gallery/enrolled-of.ts';
import type { Gallery } from '../../src/gallery/gallery.ts';
import { prototypesOf } from '../../src/gallery/matchers/catalogue.ts';
import { relabel } from '../../src/gallery/relabel.ts';
import { typedProduct as product } from '../../src/linalg/product.ts';
import { recogniser } from '../../src/recognise/recogniser.ts';
import { everyMatcher } from '../gallery/every-matcher.ts';
import { exampleBundle, noise } from './example.ts';
import { filesIn, manifestOf, saved } from './saved.ts';

vi.mock('../../src/gallery/class-means.ts', async (original) => {
  const actual: { classMeans: typeof classMeans } = await original();
  return { classMeans: vi.fn(actual.classMeans) };
});

beforeEach(() => {
  vi.mocked(classMeans).mockClear();
});

const queries = normaliseRows(noise(7, 'queries', 3, 12));

const answersOf = (bundle: BundleForAnswers) => recogniser(bundle, { product }).recognise(queries);

/** With numbers to five digits: a machine may round the last bits otherwise. */
const rounded = (value: unknown) =>
  JSON.parse(JSON.stringify(value, (_, inner) => (typeof inner === 'number' ? Number(inner.toFixed(5)) : inner)));

/** A storage that notes what is read of it. */
function recordingReads(storage: Storage): { storage: Storage; read: Set<string> } {
  const read = new Set<string>();
  return {
    read,
    storage: {
      ...storage,
      read: (name) => {
        read.add(name);
        return storage.read(name);
      },
    },
  };
}

/** A matcher's bundle, and what it answered, as version 0.1 with format 1 wrote them (9 pictures, 3 classes). */
const folder = new URL('./format-1/', import.meta.url);
const written = readdirSync(folder).filter((name) => name.endsWith('.discern'));
const answers = JSON.parse(readFileSync(new URL('answers.json', folder), 'utf8'));

describe.each(written)('a bundle of format 1, %s', (file) => {
  const storageOf = async () => memoryStorage(await filesIn(zippedStorage(readFileSync(new URL(file, folder)), file)));

  test('answers as it did, and as it does once it is saved in the format of today', async () => {
    const storage = await storageOf();
    expect((await manifestOf(storage)).format).toBe(1);
    const before = await answersOf(await openBundleForAnswers(storage));
    expect(rounded(before)).toMatchObject(rounded(answers[file.replace('.discern', '')]));
    for (const { answer, classifier, gallery } of before) {
      expect(answer).toMatchObject({ by: 'gallery', known: gallery?.known, label: gallery?.label, confidence: null });
      expect(classifier).toMatchObject({ known: true, threshold: null });
    }
    const whole = await openBundle(storage);
    expect(await answersOf(whole)).toEqual(before);
    await saveBundle(whole, storage);
    expect((await manifestOf(storage)).format).toBe(2);
    expect(await openBundle(storage)).toEqual(whole);
    expect(await answersOf(await openBundleForAnswers(storage))).toEqual(before);
    expect(whole.gallery?.entries.slice(0, 3).map(({ enrolled, was }) => [enrolled, was])).toEqual([
      [true, undefined],
      [undefined, 'another'],
      [undefined, undefined],
    ]);
  });

  test('stays whole, or becomes one of today, whichever call of a save fails', async () => {
    const full = new DiscernError('disk', 'full', { given: '', expected: '', todo: '' });
    const formats = new Set<number>();
    for (let failing = 0; ; failing++) {
      const storage = await storageOf();
      const whole = await openBundle(storage);
      let calls = 0;
      const attempt = <T>(work: () => Promise<T>) => (calls++ >= failing ? Promise.reject(full) : work());
      await saveBundle(whole, {
        list: () => attempt(() => storage.list()),
        read: (name) => attempt(() => storage.read(name)),
        write: (name, bytes) => attempt(() => storage.write(name, bytes)),
        remove: (name) => attempt(() => storage.remove(name)),
      }).catch(() => undefined);
      expect(await openBundle(storage)).toEqual(whole);
      formats.add((await manifestOf(storage)).format);
      if (calls <= failing) break;
    }
    expect([...formats]).toEqual([1, 2]);
  });
});

describe('opening for answers', () => {
  test.each(everyMatcher)('reads no provenance and no origins, and computes no class mean: %o', async (matcher) => {
    const bundle = await exampleBundle();
    const gallery = { ...(bundle.gallery ?? expect.fail()), matcher, embeddings: noise(3, 'embeddings', 9, 12) };
    const storage = await saved({ ...bundle, gallery });
    const { parts } = await manifestOf(storage);
    const expected = await answersOf({ ...bundle, gallery });
    const { read, ...counting } = recordingReads(storage);
    vi.mocked(classMeans).mockClear();
    expect(await answersOf(await openBundleForAnswers(counting.storage))).toEqual(expected);
    expect(classMeans).not.toHaveBeenCalled();
    const unread = parts.filter(({ name }) => !read.has(name)).map(({ role }) => role);
    expect(unread).toEqual(['embeddings', 'gallery/origins', 'provenance']);
  });

  test('of format 1 reads no provenance either', async () => {
    const { read, storage } = recordingReads(zippedStorage(readFileSync(new URL('prototype.discern', folder))));
    await openBundleForAnswers(storage);
    const { parts } = await manifestOf(storage);
    const unread = parts.filter(({ name }) => !read.has(name)).map(({ role }) => role);
    expect(unread).toEqual(['embeddings', 'provenance']);
  });

  test.each(['provenance', 'gallery/origins'])('leaves a damaged %s to whoever asks it', async (role) => {
    const storage = await saved(await exampleBundle());
    const { name = '' } = (await manifestOf(storage)).parts.find((part) => part.role === role) ?? {};
    await storage.write(name, (await storage.read(name)).with(0, 0));
    await openBundleForAnswers(storage);
    await expect(openBundle(storage)).rejects.toMatchObject({ code: 'bad-bundle' });
  });
});

type Change = { readonly kind: 'enrol' | 'forget' | 'relabel'; readonly picture: number; readonly label: string };

const changes: fc.Arbitrary<Change[]> = fc.array(
  fc.record({
    kind: fc.constantFrom('enrol', 'forget', 'relabel'),
    picture: fc.nat(40),
    label: fc.constantFrom('class 000', 'class 001', 'z', '\u{10000}', '\uffff'),
  }),
  { minLength: 1, maxLength: 8 },
);

async function changed(gallery: Gallery, { kind, picture, label }: Change): Promise<Gallery> {
  const enrolment = { label, path: `${picture}.png`, hash: `${picture}`.padStart(64, 'e') };
  if (kind === 'enrol') {
    const embedding = normaliseRows(noise(picture, 'enrolled', 1, 12));
    return enrol(gallery, [enrolment], embedding, product);
  }
  if (gallery.entries.length === 0) return gallery;
  const { id } = gallery.entries[picture % gallery.entries.length];
  if (kind === 'forget') return forget(gallery, (entry) => entry.id === id, id);
  return relabel(gallery, (entry) => (entry.id === id ? label : entry.label)).gallery;
}

describe('stored prototypes', () => {
  test('are those of what is enrolled, bit for bit, after any changes', async () => {
    const example = await exampleBundle();
    const right = async (matcher: Gallery['matcher'], some: Change[]) => {
      const storage = await saved({ ...example, gallery: { ...(example.gallery ?? expect.fail()), matcher } });
      for (const change of some) {
        const bundle = await openBundle(storage);
        await saveBundle(withGallery(bundle, await changed(bundle.gallery ?? expect.fail(), change)), storage);
        const { gallery } = await openBundle(storage);
        const stored = (await openBundleForAnswers(storage)).gallery?.prototypes ?? null;
        if (!gallery?.entries.length) expect(stored).toBeNull();
        else expect(stored).toEqual(prototypesOf(matcher, enrolledOf(gallery).enrolled));
      }
    };
    await fc.assert(fc.asyncProperty(fc.constantFrom(...everyMatcher), changes, right), { numRuns: 40 });
  });
});

test('labels that are names of older members come back as they are', async () => {
  const bundle = await exampleBundle();
  const byClass = { rate: 0.1, deviation: 0.2, sharpness: 0.3, smoothing: 0.4 };
  const gallery = bundle.gallery && { ...bundle.gallery, threshold: { ...bundle.gallery.threshold, byClass } };
  const opened = await openBundle(await saved({ ...bundle, gallery }));
  expect(opened.gallery?.threshold.byClass).toEqual(byClass);
});
