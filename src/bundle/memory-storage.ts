import { DiscernError } from '../base/error.ts';
import { byCodePoint } from '../base/hash.ts';
import type { Storage } from '../base/storage.ts';

/** A storage in memory. It begins with `files`, name to bytes, for instance those of a zip. */
export function memoryStorage(files: Readonly<Record<string, Uint8Array>> = {}): Storage {
  const held = new Map(Object.entries(files));
  return {
    list: async () => [...held.keys()].sort(byCodePoint),
    async read(name) {
      const bytes = held.get(name);
      if (bytes === undefined) throw notFound(name);
      return bytes;
    },
    async write(name, bytes) {
      held.set(name, bytes);
    },
    async remove(name) {
      held.delete(name);
    },
  };
}

function notFound(name: string): DiscernError {
  const parts = { given: name, expected: 'a name that is there', todo: 'list what is there' };
  return new DiscernError('not-found', `${name} is not there`, parts);
}
