import sharp from 'sharp';
import { expect, test } from 'vitest';
import { pictureBudget } from '../../src/node/pictures/picture-budget.ts';

/** A file of half a megabyte that declares so many pixels: what follows a PNG's end is not looked at. */
async function declaring(side: number): Promise<Uint8Array> {
  const png = await sharp({ create: { width: side, height: side, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  return new Uint8Array(Buffer.concat([png, Buffer.alloc(500_000)]));
}

/** Whether the promise has settled after everything that was on its way had its chance. */
async function settledSoon(promise: Promise<unknown>): Promise<boolean> {
  return Promise.race([
    promise.then(() => true),
    new Promise<false>((resolve) => setTimeout(() => resolve(false), 100)),
  ]);
}

test('two pictures of 36 megapixels fit at once, the third waits for one of them', async () => {
  const admit = pictureBudget();
  const picture = await declaring(6000);
  const release = await admit(picture);
  await admit(picture);
  const third = admit(picture);
  expect(await settledSoon(third)).toBe(false);
  release();
  expect(await settledSoon(third)).toBe(true);
});

test('what is larger than the whole budget is let in alone', async () => {
  const admit = pictureBudget();
  const release = await admit(await declaring(10_000));
  const next = admit(await declaring(2000));
  expect(await settledSoon(next)).toBe(false);
  release();
  expect(await settledSoon(next)).toBe(true);
});

test('small files and what is no picture are let in at once', async () => {
  const admit = pictureBudget();
  await admit(await declaring(6000));
  await admit(await declaring(6000));
  await admit(new Uint8Array(1000));
  await admit(new Uint8Array(1_000_000));
});
