import pRetry from 'p-retry';
import { DiscernError } from '../../base/error.ts';
import { throwIfAborted } from '../../base/progress.ts';

/** How requests to a server are made. */
export type Access = {
  /** Sent as a bearer token, only to the server that the address names. */
  readonly token?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** How often a failure that may pass is tried again. 0 fails at once. */
  readonly retries?: number;
  /** Milliseconds before the first new try; each later wait is twice as long. */
  readonly retryDelayMs?: number;
};

/** A failure that may pass: a broken connection, a busy server. */
export class TransientError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'TransientError';
  }
}

/**
 * A GET request that follows redirects. The response has the status 200 or 206. Throws `not-found`, `no-permission`,
 * `network`, TransientError.
 */
export async function request(
  url: string,
  { token, signal }: Access,
  headers: Record<string, string> = {},
): Promise<Response> {
  const all = new Headers(headers);
  if (token) all.set('Authorization', `Bearer ${token}`);
  const response = await fetch(url, { headers: all, signal: signal ?? null }).catch((error: unknown) => {
    throwIfAborted(signal);
    throw new TransientError(reason(error), error);
  });
  if (response.ok) return response;
  await response.body?.cancel();
  throw refusal(url, response);
}

/** Repeats `work` while it fails with a TransientError. After the last try it throws `network` with the last reason. */
export async function untilDone<Result>(
  work: () => Promise<Result>,
  { signal, retries = 4, retryDelayMs = 500 }: Access,
): Promise<Result> {
  const transient = ({ error }: { readonly error: Error }) => error instanceof TransientError;
  try {
    return await pRetry(work, { retries, minTimeout: retryDelayMs, shouldRetry: transient, ...(signal && { signal }) });
  } catch (error) {
    throwIfAborted(signal);
    throw error instanceof TransientError ? noNetwork(error) : error;
  }
}

/** The reason of a failed fetch: its own message, `fetch failed`, says nothing, but its cause does. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message || error.message : error.message;
}

function refusal(url: string, { status }: Response): Error {
  if (status === 404) {
    return new DiscernError('not-found', `${url} is not there`, {
      given: url,
      expected: 'a model and revision that the hub has',
      todo: 'check the spelling of OWNER/NAME@REVISION',
    });
  }
  if (status === 401 || status === 403) {
    return new DiscernError('no-permission', `${url}: the hub refuses (${status})`, {
      given: url,
      expected: 'a public model, or a token that may read it',
      todo: 'check the spelling; for a private or gated model accept its terms on the hub and set HF_TOKEN',
    });
  }
  return new TransientError(`${url} answered ${status}`);
}

function noNetwork(error: TransientError): DiscernError {
  return new DiscernError(
    'network',
    `the hub cannot be reached: ${error.message}`,
    {
      given: 'a model that is not in the cache',
      expected: 'a hub that answers',
      todo:
        'check the network and run the same again (it goes on where it stopped), set HF_ENDPOINT to a mirror, ' +
        'or give a local file: --backbone FILE.onnx',
    },
    error,
  );
}
