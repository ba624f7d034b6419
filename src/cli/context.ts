import type { DiscernError } from '../base/error.ts';
import type { Progress } from '../base/progress.ts';
import type { Ticker } from './progress/ticker.ts';

/** A text stream. `write` resolves when the stream accepts more, so that long output waits for its reader. */
export type Output = {
  write(text: string): Promise<void>;
  /** Why output was lost; null if all was written. Absent: no output is ever lost. */
  lost?(): Loss | null;
  readonly isTerminal: boolean;
  /** Width in characters; 80 if the stream is not a terminal. */
  readonly columns: number;
};

/** Why a stream accepts no more output. */
export type Loss = {
  /** True if the reader has closed the pipe (`| head`), which is no error; false if writing failed. */
  readonly isReaderGone: boolean;
  readonly error: DiscernError;
};

/** The process as the command line sees it; tests pass their own. */
export type World = {
  /** For results only. */
  readonly stdout: Output;
  /** For progress, warnings and errors. */
  readonly stderr: Output;
  /** Starts a thread that redraws progress on the terminal of `stderr`; absent: only this thread draws. */
  readonly startTicker?: () => Ticker;
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The working folder, absolute. Null if it was removed. */
  readonly cwd: string | null;
  /** Aborted by the first Ctrl-C or termination signal; its reason is the exit code. */
  readonly signal: AbortSignal;
  /** The number of threads that the machine runs at once. */
  readonly cores: number;
  /** `process.platform`. */
  readonly platform: string;
  /** The user's home folder; null if unknown. */
  readonly home: string | null;
  /** The folder for temporary files, absolute. */
  readonly temporary: string;
  /** The words that start this program: `discern`, `npx discern`, `node bin/discern.js`. */
  readonly program: string;
};

/** The options that every command accepts. */
export type GlobalOptions = {
  /** Exactly one JSON value on standard output. */
  readonly json: boolean;
  /** Only errors on standard error. */
  readonly quiet: boolean;
  /** The seed of all random numbers. */
  readonly seed: number;
  /** At least 1; default: the number of cores. */
  readonly threads: number;
  /** False with `--no-cache`: the embedding cache is neither read nor written. */
  readonly cacheEnabled: boolean;
};

/** What a command receives in addition to its arguments and options. */
export type Context = Omit<World, 'cores' | 'platform' | 'cwd' | 'home' | 'temporary' | 'startTicker'> &
  GlobalOptions & {
    /** Longest line of results in characters: the terminal width; Infinity elsewhere. */
    readonly width: number;
    /** The value of `--threads`; undefined if it was left out. */
    readonly threadsGiven: number | undefined;
    /** The working folder, absolute. */
    readonly cwd: string;
    /** True if there is no cache because no folder for it is known (and not because of `--no-cache`). */
    readonly cacheHasNoFolder: boolean;
    /** The folder for everything that can be computed or downloaded again; absolute, may not exist yet. */
    readonly cacheFolder: string;
    /** Its folder of cached embeddings. */
    readonly embeddingsFolder: string;
    /** Its folder of downloaded models. */
    readonly modelsFolder: string;
    /** Its folder of checkpoints and work files of running trainings. */
    readonly trainingFolder: string;
    readonly progress: Progress;
    /** Prints a warning on standard error. */
    warn(message: string): void;
  };
