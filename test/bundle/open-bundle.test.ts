import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { stableJson } from '../../src/base/hash.ts';
import { memoryStorage } from '../../src/bundle/memory-storage.ts';
import { openBundle } from '../../src/bundle/open-bundle.ts';
import { unzipBundle, zipBundle } from '../../src/bundle/zip-bundle.ts';
import { exampleBundle } from './example.ts';
import { manifestOf, resealed, saved, text } from './saved.ts';

const badBundle = (message: RegExp) =>
  expect.objectContaining({ code: 'bad-bundle', message: expect.stringMatching(message) });

describe('what is refused', () => {
  test('every byte that is changed, every part that is missing or cut', async () => {
    const bundle = await exampleBundle();
    for (const { role, name, bytes } of (await manifestOf(await saved(bundle))).parts) {
      const changes: [RegExp, (content: Uint8Array) => Uint8Array | null][] = [
        [/is not what was saved/, (content) => content.map((byte, at) => (at === bytes >> 1 ? byte ^ 1 : byte))],
        [/has \d+ bytes instead of/, (content) => content.slice(0, -1)],
        [/a part is missing/, () => null],
      ];
      for (const [message, change] of changes) {
        const storage = await saved(bundle);
        const changed = change(await storage.read(name));
        await (changed === null ? storage.remove(name) : storage.write(name, changed));
        await expect(openBundle(storage, { name: 'B' }), role).rejects.toThrow(badBundle(message));
      }
    }
  });

  test('a place without a manifest, with how to make a bundle', async () => {
    const opening = openBundle(memoryStorage({ 'a.jpg': text('x') }), { name: 'pictures' });
    await expect(opening).rejects.toMatchObject({
      code: 'bad-bundle',
      message: expect.stringContaining('pictures is not a bundle'),
      todo: expect.stringContaining('discern fit'),
    });
  });

  test.each([
    ['no JSON', '{"kind": "discern-', /no JSON/],
    ['another kind', '{"name": "a web page", "icons": []}', /another kind/],
    ['a list', '[]', /another kind/],
    ['a newer format', '{"kind": "discern-bundle", "format": 3, "parts": {}}', /newer version/],
    ['no parts', '{"kind": "discern-bundle", "format": 1, "fingerprint": "f"}', /manifest.json.parts: it is missing/],
    [
      'a part that leads out',
      '{"kind": "discern-bundle", "format": 1, "fingerprint": "f", "parts": [{"role": "card", "name": "../x.json", "bytes": 1, "sha256": ""}]}',
      /manifest.json.parts\[0\].name: expected the name of a part, got "..\/x.json"/,
    ],
  ])('a manifest with %s', async (_, manifest, message) => {
    await expect(openBundle(memoryStorage({ 'manifest.json': text(manifest) }))).rejects.toThrow(badBundle(message));
  });

  test('bytes that are no zip, or a zip cut anywhere', async () => {
    await expect(unzipBundle(text('no zip'))).rejects.toThrow(badBundle(/not a whole zip/));
    const zip = await zipBundle(await exampleBundle());
    for (let length = 0; length < zip.length; length += 97) {
      await expect(unzipBundle(zip.subarray(0, length))).rejects.toThrow(badBundle(/./));
    }
  });

  test('a zip of something else', async () => {
    await expect(unzipBundle(zipSync({ 'a.txt': text('x') }))).rejects.toThrow(badBundle(/no manifest/));
  });

  test.each(['card', 'provenance', 'classifier', 'gallery', 'gallery/entries', 'gallery/origins'])(
    '%s that holds something else',
    async (role) => {
      for (const content of ['null', '[]', '{}', '7', 'not JSON', '[{}]']) {
        if (role.includes('/') && content === '[]') continue;
        await expect(resealed({ [role]: text(content) }).then((storage) => openBundle(storage))).rejects.toThrow(
          badBundle(new RegExp(`damaged: ${role}(\\.|\\[| is|:)`)),
        );
      }
    },
  );

  test('parts whose shapes do not fit each other', async () => {
    const roles = [
      'classifier/weights',
      'classifier/bias',
      'gallery/vectors',
      'gallery/prototypes',
      'gallery/projection/mean',
    ];
    const other = await saved(await exampleBundle({ dimensions: 13, features: 6, classes: 4, enrolled: 8 }));
    for (const role of roles) {
      const part = (await manifestOf(other)).parts.find((each) => each.role === role) ?? expect.fail();
      const bytes = await other.read(part.name);
      const storage = await resealed({ [role]: bytes });
      await expect(openBundle(storage), role).rejects.toThrow(badBundle(/the shape/));
    }
  });

  test('a network that its card does not describe', async () => {
    const storage = await resealed({ backbone: text('another network') });
    await expect(openBundle(storage)).rejects.toThrow(badBundle(/card describes another network/));
  });

  test('vectors of another network', async () => {
    const { fingerprint, projection, matcher, threshold } = (await exampleBundle()).gallery ?? expect.fail();
    const settings = { fingerprint: `${fingerprint}x`, projection, matcher, threshold };
    const storage = await resealed({ gallery: text(stableJson(settings)) });
    await expect(openBundle(storage)).rejects.toThrow(badBundle(/vectors of another network/));
  });

  test('a bundle that lacks a part of a role', async () => {
    const storage = await resealed({ 'gallery/entries': null });
    await expect(openBundle(storage)).rejects.toThrow(badBundle(/it has no gallery\/entries/));
  });
});

test('a card with members that older versions wrote is opened', async () => {
  const { card } = await exampleBundle();
  const old = { ...card, cutPoints: [{ name: 'blocks.0.output', shape: [16, 130, 130] }] };
  const opened = await openBundle(await resealed({ card: text(stableJson(old)) }));
  expect(opened.card).toMatchObject(card);
});
