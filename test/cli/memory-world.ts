import type { Output, World } from '../../src/cli/context.ts';

/** A world in memory, and what was written into it. */
export type MemoryWorld = World & { readonly printed: () => string; readonly reported: () => string };

/** A world whose streams are kept as text. */
export function memoryWorld({
  isTerminal = false,
  columns = 80,
  signal = new AbortController().signal,
  stdin = emptyInput(),
  cwd = '/nowhere',
  caches = '/nowhere',
  program = 'discern',
}: {
  readonly isTerminal?: boolean;
  readonly columns?: number;
  readonly signal?: AbortSignal;
  readonly stdin?: AsyncIterable<Uint8Array>;
  readonly cwd?: string;
  /** Where caches are kept; absolute. */
  readonly caches?: string;
  /** What starts the program. */
  readonly program?: string;
} = {}): MemoryWorld {
  const stdout = memoryOutput(isTerminal, columns);
  const stderr = memoryOutput(isTerminal, columns);
  return {
    stdout,
    stderr,
    stdin,
    environment: { XDG_CACHE_HOME: caches },
    cwd,
    signal,
    cores: 3,
    platform: 'linux',
    home: '/nowhere',
    program,
    temporary: '/nowhere',
    printed: stdout.text,
    reported: stderr.text,
  };
}

/** A stream that keeps what is written to it. */
export function memoryOutput(isTerminal: boolean, columns: number = 80): Output & { readonly text: () => string } {
  const parts: string[] = [];
  const write = async (part: string) => void parts.push(part);
  return { write, isTerminal, columns, text: () => parts.join('') };
}

async function* emptyInput(): AsyncIterable<Uint8Array> {}
