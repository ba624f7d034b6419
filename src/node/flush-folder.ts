import { open } from 'node:fs/promises';

/** Makes a rename last through a loss of power. Some systems cannot flush a folder: there the rename has to do. */
export async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder).catch(() => null);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
