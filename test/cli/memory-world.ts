import type { Output, World } from '../../src/cli/context.ts';

/** A world in memory, and what was written into it. */
export type MemoryWorld = World & { readonly printed: () => string; readonly told: () => string };

/** A world whose streams are kept as text. */
export function memoryWorld({
  isTerminal = false,
  columns = 80,
  signal = new AbortController().signal,
}: {
  readonly isTerminal?: boolean;
  readonly columns?: number;
  readonly signal?: AbortSignal;
} = {}): MemoryWorld {
  const stdout = memoryOutput(isTerminal, columns);
  const stderr = memoryOutput(isTerminal, columns);
  return {
    stdout,
    stderr,
    stdin: emptyInput(),
    environment: { XDG_CACHE_HOME: '/nowhere' },
    cwd: '/nowhere',
    signal,
    cores: 3,
    platform: 'linux',
    home: '/nowhere',
    printed: stdout.text,
    told: stderr.text,
  };
}

/** A stream that keeps what is written to it. */
export function memoryOutput(isTerminal: boolean, columns: number = 80): Output & { readonly text: () => string } {
  const parts: string[] = [];
  const write = async (part: string) => void parts.push(part);
  return { write, isTerminal, columns, text: () => parts.join('') };
}

async function* emptyInput(): AsyncIterable<Uint8Array> {}
