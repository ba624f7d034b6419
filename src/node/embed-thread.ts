import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { DiscernError, type ErrorJson, internalError } from '../base/error.ts';
import type { EmbedReply, EmbedRequest, EmbedWorkerData } from './embed-messages.ts';
import { packageRoot } from './package-root.ts';
import { withoutTelemetry } from './without-telemetry.ts';

type Waiting = { readonly resolve: (embedding: Float32Array) => void; readonly reject: (error: Error) => void };

/** A worker thread that embeds pictures, with those it was sent and has not answered yet. */
export class EmbedThread {
  readonly #worker: Worker;
  readonly #ended: Promise<void>;
  /** By the picture's number; null stands for the wait until the thread is ready. */
  readonly #waiting = new Map<number | null, Waiting>();
  #next = 0;
  #death: Error | null = null;

  private constructor(data: EmbedWorkerData, file: string) {
    this.#worker = new Worker(file, { workerData: data });
    this.#worker.on('message', (reply: EmbedReply) => this.#settle(reply));
    this.#worker.once('error', (error) => {
      this.#death = died(error);
    });
    this.#ended = new Promise((resolve) => {
      this.#worker.once('exit', (code) => resolve(this.#end(code)));
    });
  }

  /** Starts a thread and waits until its backbone is loaded. `file` is what it runs. Throws what loading throws. */
  static async start(data: EmbedWorkerData, file: string = workerFile()): Promise<EmbedThread> {
    withoutTelemetry();
    const thread = new EmbedThread(data, file);
    await new Promise((resolve, reject) => thread.#waiting.set(null, { resolve, reject }));
    return thread;
  }

  /** How many pictures were sent and not yet answered. */
  get load(): number {
    return this.#waiting.size;
  }

  /** One picture to its embedding, [D]; its bytes are moved, not copied, where they own their buffer. */
  embed(encoded: Uint8Array): Promise<Float32Array> {
    if (this.#death) return Promise.reject(this.#death);
    const id = this.#next++;
    const owned = ownBuffer(encoded);
    const request: EmbedRequest = { id, encoded: owned };
    this.#worker.postMessage(request, [owned.buffer]);
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  /** Answers what was sent, then ends the thread: stopping it inside native code would end the process. */
  close(): Promise<void> {
    if (!this.#death) this.#worker.postMessage(null);
    this.#death ??= internalError('the embedder was disposed of');
    return this.#ended;
  }

  #settle(reply: EmbedReply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if ('error' in reply) waiting?.reject(revived(reply.error));
    else waiting?.resolve(reply.embedding);
  }

  #end(code: number): void {
    const death = this.#death ?? died(new Error(`it ended with code ${code}`));
    this.#death = death;
    for (const { reject } of this.#waiting.values()) reject(death);
    this.#waiting.clear();
  }
}

/** Workers run the build also where this file runs as TypeScript: Node 20 cannot. */
function workerFile(): string {
  const file = join(packageRoot(), 'dist', 'src', 'node', 'embed-worker.js');
  if (existsSync(file)) return file;
  throw new DiscernError('internal', 'internal: the build is missing', {
    given: file,
    expected: 'the built package',
    todo: 'run `npm run setup`',
  });
}

function ownBuffer(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer, byteLength } = bytes;
  const whole = buffer instanceof ArrayBuffer && buffer.byteLength === byteLength;
  return whole ? new Uint8Array(buffer) : new Uint8Array(bytes);
}

function revived({ code, message, ...parts }: ErrorJson): DiscernError {
  return new DiscernError(code, message, parts);
}

function died(cause: Error): DiscernError {
  return new DiscernError(
    'internal',
    `internal: a thread that embeds pictures died: ${cause.message}`,
    {
      given: 'the pictures that were being embedded',
      expected: 'the thread to live',
      todo: 'free memory or lower --threads and run the same again: what was embedded is in the cache',
    },
    cause,
  );
}
