import { unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { plainProjection } from '../../src/backbones/projection.ts';
import { DiscernError } from '../../src/base/error.ts';
import { sha256 } from '../../src/base/hash.ts';
import { matrix } from '../../src/base/matrix.ts';
import type { Storage } from '../../src/base/storage.ts';
import type { Bundle } from '../../src/bundle/bundle.ts';
import { openBundle, openBundleForAnswers } from '../../src/bundle/open-bundle.ts';
import { saveBundle } from '../../src/bundle/save-bundle.ts';
import { seenPictures, withGallery } from '../../src/bundle/with-gallery.ts';
import { unzipBundle, zipBundle } from '../../src/bundle/zip-bundle.ts';
import { enrolledOf } from '../../src/gallery/enrolled-of.ts';
import { prototypesOf } from '../../src/gallery/matchers/catalogue.ts';
import { exampleBundle } from './example.ts';
import { filesIn, manifestOf, saved, text } from './saved.ts';

/** One more picture is enrolled. */
function enrolledOneMore(bundle: Bundle): Bundle {
  const { gallery } = bundle;
  if (gallery === null) throw new Error('the example has a gallery');
  const vectors = matrix(gallery.vectors.rows + 1, gallery.vectors.columns);
  vectors.data.set(gallery.vectors.data);
  vectors.data[gallery.vectors.data.length] = 1;
  const entry = { ...gallery.entries[0], id: 'new', hash: 'new' };
  return withGallery(bundle, { ...gallery, entries: [...gallery.entries, entry], vectors });
}

describe('what is saved', () => {
  test('comes back, from a folder and from a zip', async () => {
    const bundle = await exampleBundle();
    expect(await openBundle(await saved(bundle))).toEqual(bundle);
    expect(await unzipBundle(await zipBundle(bundle))).toEqual(bundle);
  });

  test('comes back with the embeddings of what is enrolled, in half precision, or without them where one only asks', async () => {
    const example = await exampleBundle();
    const gallery = example.gallery ?? expect.fail();
    const halves = Float32Array.from({ length: 9 * 12 }, (_, i) => (i % 64) / 64 - 0.5);
    const entries = gallery.entries.map((entry, i) =>
      i % 2 ? entry : { ...entry, enrolled: true as const, was: 'x' },
    );
    const bundle = { ...example, gallery: { ...gallery, entries, embeddings: matrix(9, 12, halves) } };
    const storage = await saved(bundle);
    expect(await openBundle(storage)).toEqual(bundle);
    const { embeddings, ...without } = bundle.gallery;
    const names = without.entries.map(({ id, label, path }) => ({ id, label, path }));
    const { provenance, ...answering } = bundle;
    const prototypes = prototypesOf(without.matcher, enrolledOf(without).enrolled);
    const forAnswers = { ...answering, gallery: { ...without, entries: names, prototypes } };
    expect(await openBundleForAnswers(storage)).toEqual(forAnswers);
  });

  test.each([
    ['without a classifier', { classifier: null }],
    ['without a gallery', { gallery: null }],
  ])('comes back %s', async (_, change) => {
    const bundle = { ...(await exampleBundle()), ...change };
    expect(await openBundle(await saved(bundle))).toEqual(bundle);
  });

  test('comes back with an empty gallery in the plain space', async () => {
    const bundle = await exampleBundle();
    const gallery = { ...(bundle.gallery ?? expect.fail()), entries: [], vectors: matrix(0, 0) };
    const empty = withGallery(bundle, { ...gallery, projection: plainProjection });
    expect(await openBundle(await saved(empty))).toEqual(empty);
  });

  test('is the same bytes each time, whatever was there before', async () => {
    const [first, second] = [await saved(await exampleBundle()), await saved(await exampleBundle({ seed: 2 }))];
    await saveBundle(await exampleBundle(), second);
    expect(await filesIn(second)).toEqual(await filesIn(first));
    expect(await zipBundle(await exampleBundle())).toEqual(await zipBundle(await exampleBundle()));
  });

  test('is the same bytes whatever the time zone and the time', async () => {
    const zips = [];
    for (const zone of ['Pacific/Kiritimati', 'America/Los_Angeles']) {
      process.env.TZ = zone;
      zips.push(await zipBundle(await exampleBundle()));
    }
    delete process.env.TZ;
    expect(zips[1]).toEqual(zips[0]);
  });

  test('is named by its content, once: approaches that share a projection share its file', async () => {
    const storage = await saved(await exampleBundle());
    const { parts } = await manifestOf(storage);
    const nameOf = (role: string) => parts.find((part) => part.role === role)?.name;
    expect(nameOf('gallery/projection/weights')).toBe(nameOf('classifier/projection/weights'));
    expect((await storage.list()).length).toBe(new Set(parts.map(({ name }) => name)).size + 1);
    for (const { name, sha256: hash, bytes } of parts) {
      const content = await storage.read(name);
      expect([await sha256(content), content.byteLength]).toEqual([hash, bytes]);
      expect(name.startsWith(hash.slice(0, 16))).toBe(true);
    }
  });

  test('holds no absolute path', async () => {
    const bundle = await exampleBundle();
    const gallery = bundle.gallery ?? expect.fail();
    const paths = ['/data/secret/a.jpg', 'C:\\secret\\b.jpg', 'd:/secret/c.jpg', '\\\\secret\\d.jpg', 'cat/e.jpg'];
    const entries = gallery.entries.map((entry, index) => ({ ...entry, path: paths[index % paths.length] }));
    const opened = await openBundle(await saved(withGallery(bundle, { ...gallery, entries })));
    expect(opened.gallery?.entries.slice(0, 5).map(({ path }) => path)).toEqual([
      'a.jpg',
      'b.jpg',
      'c.jpg',
      'd.jpg',
      'cat/e.jpg',
    ]);
  });

  test('is a stored zip that holds what the folder holds', async () => {
    const bundle = await exampleBundle();
    const zip = await zipBundle(bundle);
    expect(unzipSync(zip)).toEqual(await filesIn(await saved(bundle)));
    expect(zip.length).toBeGreaterThan(bundle.backbone.length);
  });
});

describe('a change', () => {
  test('writes only the parts that changed, and the manifest last', async () => {
    const bundle = await exampleBundle();
    const storage = await saved(bundle);
    const before = await manifestOf(storage);
    const written: string[] = [];
    await saveBundle(enrolledOneMore(bundle), {
      ...storage,
      write: async (name, bytes) => {
        written.push(name);
        await storage.write(name, bytes);
      },
    });
    const after = await manifestOf(storage);
    const changed = after.parts.filter(({ name }) => !before.parts.some((part) => part.name === name));
    expect(changed.map(({ role }) => role)).toEqual([
      'gallery/entries',
      'gallery/origins',
      'gallery/prototypes',
      'gallery/vectors',
    ]);
    expect(written.sort()).toEqual([...changed.map(({ name }) => name), 'manifest.json'].sort());
  });

  test('removes what is ours and no longer named, and nothing else', async () => {
    const storage = await saved(await exampleBundle());
    const foreign = ['notes.txt', 'photo.jpg', 'abcdef.npy', 'sub/0123456789abcdef.npy', 'ABCDEF0123456789.npy'];
    const leftovers = [
      '0123456789abcdef.npy',
      'fedcba9876543210.onnx.6f1ed002-ab57-42c0-a1b2-5c1d6c1b7d11.writing',
      'manifest.json.6f1ed002-ab57-42c0-a1b2-5c1d6c1b7d11.writing',
    ];
    for (const name of [...foreign, ...leftovers]) await storage.write(name, text('x'));
    await saveBundle(await exampleBundle({ seed: 2 }), storage);
    const { parts } = await manifestOf(storage);
    const expected = new Set([...foreign, 'manifest.json', ...parts.map(({ name }) => name)]);
    expect(new Set(await storage.list())).toEqual(expected);
  });

  test('mends a part that is there with other bytes', async () => {
    const storage = await saved(await exampleBundle());
    for (const name of await storage.list()) await storage.write(name, text('torn'));
    await saveBundle(await exampleBundle(), storage);
    expect(await openBundle(storage)).toEqual(await exampleBundle());
  });

  test('keeps the gallery to one network, and knows what was seen', async () => {
    const bundle = await exampleBundle();
    const gallery = bundle.gallery ?? expect.fail();
    const fingerprint = expect.objectContaining({ code: 'fingerprint' });
    expect(() => withGallery(bundle, { ...gallery, fingerprint: 'other' })).toThrow(fingerprint);
    expect([...seenPictures(enrolledOneMore(bundle))].sort()).toEqual([...bundle.provenance.pictures, 'new'].sort());
  });
});

/** A storage whose call number `failing` and all later writes fail, as where a disk is full or turns read-only. */
function failingFrom(storage: Storage, failing: number): { storage: Storage; calls: () => number } {
  let calls = 0;
  const full = new DiscernError('disk', 'the disk is full', { given: 'x', expected: 'space', todo: 'free some' });
  const attempt = async <T>(work: () => Promise<T>) => {
    if (calls++ >= failing) throw full;
    return work();
  };
  return {
    calls: () => calls,
    storage: {
      list: () => attempt(() => storage.list()),
      read: (name) => attempt(() => storage.read(name)),
      write: (name, bytes) => attempt(() => storage.write(name, bytes)),
      remove: (name) => attempt(() => storage.remove(name)),
    },
  };
}

describe('a save that fails', () => {
  test('leaves the old bundle or the new one, whichever call fails; the next save leaves nothing else', async () => {
    const [old, next] = [await exampleBundle(), await exampleBundle({ seed: 2 })];
    const fresh = await filesIn(await saved(next));
    for (let failing = 0; ; failing++) {
      const storage = await saved(old);
      const faulty = failingFrom(storage, failing);
      const outcome = await saveBundle(next, faulty.storage).then(
        () => 'saved',
        (thrown: unknown) => thrown,
      );
      const seed = (await openBundle(storage)).provenance.seed;
      if (outcome === 'saved') expect(seed).toBe(2);
      else expect([seed, outcome]).toEqual([1, expect.objectContaining({ code: 'disk' })]);
      await saveBundle(next, storage);
      expect(await filesIn(storage)).toEqual(fresh);
      if (faulty.calls() <= failing) break;
    }
  });

  test('takes away what it had written, so that a full disk is no fuller', async () => {
    const storage = await saved(await exampleBundle());
    const before = await filesIn(storage);
    const full = {
      ...storage,
      write: async (name: string, bytes: Uint8Array) => {
        if (name === 'manifest.json') throw new DiscernError('disk', 'full', { given: '', expected: '', todo: '' });
        await storage.write(name, bytes);
      },
    };
    await expect(saveBundle(await exampleBundle({ seed: 2 }), full)).rejects.toThrow(/full/);
    expect(await filesIn(storage)).toEqual(before);
  });
});

describe('a reader that a writer overtakes', () => {
  test('gives the old bundle or the new one', async () => {
    const storage = await saved(await exampleBundle());
    let reads = 0;
    const overtaken: Storage = {
      ...storage,
      read: async (name) => {
        if (++reads === 3) await saveBundle(await exampleBundle({ seed: 2 }), storage);
        return storage.read(name);
      },
    };
    expect(await openBundle(overtaken)).toEqual(await exampleBundle({ seed: 2 }));
  });
});
