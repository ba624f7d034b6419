import { Worker } from 'node:worker_threads';
import { DiscernError, type ErrorJson, internalError } from '../../base/error.ts';

/** Main thread to worker: a request with its number, or null to close after all requests sent before. */
export type WorkerRequest<Request> = { readonly id: number; readonly request: Request } | null;

/** Worker to main thread: a reply or an error. The id null stands for the start: the worker is ready, or why not. */
export type WorkerReply<Reply> =
  | { readonly id: null }
  | { readonly id: number; readonly reply: Reply }
  | { readonly id: number | null; readonly error: ErrorJson };

type Waiting<Reply> = { readonly resolve: (reply: Reply) => void; readonly reject: (error: Error) => void };

/**
 * A worker thread that answers requests by `serveRequests`. It knows which requests are still open. A thread that dies
 * rejects them and all later ones with `internal`.
 */
export class WorkerThread<Request, Reply> {
  /** Settles when the worker is ready; throws what kept it from starting. */
  readonly started: Promise<void>;
  readonly #worker: Worker;
  readonly #ended: Promise<void>;
  readonly #waiting = new Map<number, Waiting<Reply>>();
  #start: Waiting<void> | null = null;
  #next = 0;
  #death: Error | null = null;

  /** Starts a thread that runs `file` with `data`. Requests may be sent before it is ready. */
  constructor(file: string, data: object) {
    this.#worker = new Worker(file, { workerData: data });
    this.#worker.on('message', (message: WorkerReply<Reply>) => this.#settle(message));
    this.#worker.once('error', (error) => {
      this.#death = died(error);
    });
    this.#ended = new Promise((resolve) => {
      this.#worker.once('exit', (code) => resolve(this.#end(code)));
    });
    this.started = new Promise((resolve, reject) => {
      this.#start = { resolve, reject };
    });
    // Every request reports the failure too: nobody has to wait for the start.
    this.started.catch(() => undefined);
  }

  /** How many requests were sent and are not yet answered. */
  get load(): number {
    return this.#waiting.size;
  }

  /** The worker's reply. The buffers in `moved` are moved to the worker instead of copied, and are empty afterwards. */
  ask(request: Request, moved: readonly ArrayBuffer[] = []): Promise<Reply> {
    if (this.#death) return Promise.reject(this.#death);
    const id = this.#next++;
    const message: WorkerRequest<Request> = { id, request };
    this.#worker.postMessage(message, [...moved]);
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  /** Answers all open requests, then ends the thread: a thread that is stopped inside native code ends the process. */
  close(): Promise<void> {
    if (!this.#death) this.#worker.postMessage(null);
    this.#death ??= internalError('the threads were closed');
    return this.#ended;
  }

  #settle(message: WorkerReply<Reply>): void {
    if (message.id === null) this.#ready('error' in message ? revived(message.error) : null);
    else {
      const waiting = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if ('error' in message) waiting?.reject(revived(message.error));
      else waiting?.resolve(message.reply);
    }
  }

  #ready(error: Error | null): void {
    this.#death ??= error;
    if (error) this.#start?.reject(error);
    else this.#start?.resolve();
  }

  #end(code: number): void {
    const death = this.#death ?? died(new Error(`it ended with code ${code}`));
    this.#death = death;
    this.#start?.reject(death);
    for (const { reject } of this.#waiting.values()) reject(death);
    this.#waiting.clear();
  }
}

/** The thread with the fewest open requests; the first of several. */
export function leastLoaded<Thread extends { readonly load: number }>(threads: readonly Thread[]): Thread {
  return threads.reduce((least, other) => (other.load < least.load ? other : least));
}

function revived({ code, message, ...parts }: ErrorJson): DiscernError {
  return new DiscernError(code, message, parts);
}

function died(cause: Error): DiscernError {
  return new DiscernError(
    'internal',
    `internal: a worker thread died: ${cause.message}`,
    {
      given: 'pictures that the thread was working on',
      expected: 'a thread that runs until all its pictures are done',
      todo: 'free memory or lower --threads, and run the same again',
    },
    cause,
  );
}
