import { Worker } from 'node:worker_threads';
import { DiscernError, type ErrorJson, internalError } from '../base/error.ts';
import type { PictureReply, PictureRequest, PictureWorkerData } from './picture-messages.ts';
import { withoutTelemetry } from './without-telemetry.ts';

type Waiting = { readonly resolve: (numbers: Float32Array) => void; readonly reject: (error: Error) => void };

/** A worker thread that computes numbers of pictures, with those it was sent and has not answered yet. */
export class PictureThread<Wish> {
  readonly #worker: Worker;
  readonly #ended: Promise<void>;
  /** By the picture's number; null stands for the wait until the thread is ready. */
  readonly #waiting = new Map<number | null, Waiting>();
  #next = 0;
  #death: Error | null = null;

  private constructor(file: string, data: PictureWorkerData) {
    this.#worker = new Worker(file, { workerData: data });
    this.#worker.on('message', (reply: PictureReply) => this.#settle(reply));
    this.#worker.once('error', (error) => {
      this.#death = died(error);
    });
    this.#ended = new Promise((resolve) => {
      this.#worker.once('exit', (code) => resolve(this.#end(code)));
    });
  }

  /** Starts a thread that runs `file`, and waits until it is ready. Throws what keeps it from that. */
  static async start<Wish>(file: string, data: PictureWorkerData): Promise<PictureThread<Wish>> {
    withoutTelemetry();
    const thread = new PictureThread<Wish>(file, data);
    await new Promise((resolve, reject) => thread.#waiting.set(null, { resolve, reject }));
    return thread;
  }

  /** How many pictures were sent and not yet answered. */
  get load(): number {
    return this.#waiting.size;
  }

  /** What is wanted of one picture; its bytes are moved, not copied, where they own their buffer. */
  compute(encoded: Uint8Array, wish: Wish): Promise<Float32Array> {
    if (this.#death) return Promise.reject(this.#death);
    const id = this.#next++;
    const owned = ownBuffer(encoded);
    const request: PictureRequest<Wish> = { id, encoded: owned, wish };
    this.#worker.postMessage(request, [owned.buffer]);
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  /** Answers what was sent, then ends the thread: stopping it inside native code would end the process. */
  close(): Promise<void> {
    if (!this.#death) this.#worker.postMessage(null);
    this.#death ??= internalError('the threads were closed');
    return this.#ended;
  }

  #settle(reply: PictureReply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if ('error' in reply) waiting?.reject(revived(reply.error));
    else waiting?.resolve(reply.numbers);
  }

  #end(code: number): void {
    const death = this.#death ?? died(new Error(`it ended with code ${code}`));
    this.#death = death;
    for (const { reject } of this.#waiting.values()) reject(death);
    this.#waiting.clear();
  }
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
    `internal: a thread that computes pictures died: ${cause.message}`,
    {
      given: 'the pictures that were being computed',
      expected: 'the thread to live',
      todo: 'free memory or lower --threads, and run the same again',
    },
    cause,
  );
}
