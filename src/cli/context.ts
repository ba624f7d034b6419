import type { DiscernError } from '../base/error.ts';
import type { Progress } from '../base/progress.ts';
import type { Ticker } from './ticker.ts';

/** A stream that text is written to. `write` settles when the stream takes more, so that long output waits for its reader. */
export type Output = {
  write(text: string): Promise<void>;
  /** Why what is written does not arrive; null while it does. Without it nothing is ever lost. */
  lost?(): Loss | null;
  readonly isTerminal: boolean;
  /** Width in characters; 80 where the stream is no terminal. */
  readonly columns: number;
};

/** Why a stream takes no more. */
export type Loss = {
  /** Whoever read it has left (`| head`), as readers may; else writing failed. */
  readonly isReaderGone: boolean;
  readonly error: DiscernError;
};

/** What the process offers to the command line, passed in so that tests can pass their own. */
export type World = {
  /** For results, and nothing else. */
  readonly stdout: Output;
  /** For progress, warnings and errors. */
  readonly stderr: Output;
  /** Starts what keeps progress moving on the terminal of `stderr`; absent: it moves where this thread has time. */
  readonly startTicker?: () => Ticker;
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Absolute; what relative paths on the command line are relative to. Null where the folder was removed. */
  readonly cwd: string | null;
  /** Aborted by the first Ctrl-C or request to end; its reason is the exit code. */
  readonly signal: AbortSignal;
  /** How many threads the machine runs at once. */
  readonly cores: number;
  /** `process.platform`. */
  readonly platform: string;
  /** The person's home folder; null where nobody knows it. */
  readonly home: string | null;
  /** The system's folder of temporary files, absolute. */
  readonly temporary: string;
  /** What starts this program again: `discern`, `npx discern`, `node bin/discern.js`. */
  readonly program: string;
};

/** The options that every command takes. */
export type GlobalOptions = {
  /** Exactly one JSON value on standard output. */
  readonly json: boolean;
  /** Nothing on standard error but errors. */
  readonly quiet: boolean;
  /** Everything random follows from it. */
  readonly seed: number;
  /** At least 1; without `--threads` as many as the machine has cores. */
  readonly threads: number;
  /** False under `--no-cache`: embeddings are neither read from the cache nor written to it. */
  readonly cacheEnabled: boolean;
};

/** What a command gets besides its arguments and options. */
export type Context = Omit<World, 'cores' | 'platform' | 'cwd' | 'home' | 'temporary' | 'startTicker'> &
  GlobalOptions & {
    /** Characters that a line of results may have: those of the terminal; elsewhere Infinity. */
    readonly width: number;
    /** What `--threads` said; undefined where it was left out. */
    readonly threadsGiven: number | undefined;
    /** Absolute; what relative paths on the command line are relative to. */
    readonly cwd: string;
    /** Whether there is no cache though nobody refused one: no folder for it is known. */
    readonly cacheHasNoFolder: boolean;
    /** Where all that can be made or fetched again is kept; absolute, perhaps not yet there. */
    readonly cacheFolder: string;
    /** Where in it embeddings are kept. */
    readonly embeddingsFolder: string;
    /** Where in it downloaded models are kept. */
    readonly modelsFolder: string;
    /** Where in it training keeps its work while it is under way. */
    readonly trainingFolder: string;
    readonly progress: Progress;
    /** Tells a person something that does not stop the work, on standard error. */
    warn(message: string): void;
  };
