import { open } from 'node:fs/promises';

/** Makes a rename survive a loss of power. Some systems cannot flush a folder; there nothing is done. */
export async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder).catch(() => null);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
