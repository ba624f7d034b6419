import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the hub misbehaves, for as long as the numbers last. */
export type Faults = {
  /** Answers 503 so many times. */
  busy: number;
  /** Breaks the connection halfway through a file so many times. */
  breaks: number;
  /** Serves other bytes than it published. */
  wrong: boolean;
  /** Ignores Range and sends everything. */
  deaf: boolean;
  /** Refuses everything without this token. */
  token: string | null;
};

/** A hub on this machine: it lists files, and redirects to a second server that holds them, as the real one does. */
export type HubServer = {
  readonly endpoint: string;
  readonly faults: Faults;
  /** `METHOD path range token` of each request so far, hub and store together. */
  readonly requests: string[];
  close(): Promise<void>;
};

export const commit = 'c0ffee'.padEnd(40, '0');
export const repository = 'maker/model';

type Files = Readonly<Record<string, Uint8Array>>;

export async function hubServer(files: Files): Promise<HubServer> {
  const faults: Faults = { busy: 0, breaks: 0, wrong: false, deaf: false, token: null };
  const requests: string[] = [];
  const store = await listen((request, response) => sendFile(request, response, files, faults, requests));
  const hub = await listen((request, response) => {
    note(requests, 'hub', request);
    if (faults.token && request.headers.authorization !== `Bearer ${faults.token}`) return end(response, 401);
    if (faults.busy-- > 0) return end(response, 503);
    if (request.url === `/api/models/${repository}/revision/main?blobs=true`) {
      return end(response, 200, JSON.stringify({ sha: commit, siblings: Object.entries(files).map(sibling) }));
    }
    const path = request.url?.split(`/${repository}/resolve/${commit}/`)[1];
    if (!path || !(path in files)) return end(response, 404);
    response.writeHead(302, { location: `${store.address}/${path}` }).end();
  });
  return {
    endpoint: hub.address,
    faults,
    requests,
    close: async () => {
      await hub.close();
      await store.close();
    },
  };
}

/** Large files are listed with a SHA-256, small ones with git's hash. */
function sibling([rfilename, bytes]: [string, Uint8Array]) {
  const blobId = createHash('sha1').update(`blob ${bytes.byteLength}\0`).update(bytes).digest('hex');
  const lfs = { sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.byteLength };
  return { rfilename, size: bytes.byteLength, blobId, ...(rfilename.endsWith('.onnx') && { lfs }) };
}

function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  files: Files,
  faults: Faults,
  requests: string[],
): void {
  note(requests, 'store', request);
  const published = files[request.url?.slice(1) ?? ''];
  const bytes = faults.wrong ? published.map((byte) => byte ^ 1) : published;
  const start = faults.deaf ? 0 : Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const range = start > 0 && { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` };
  response.writeHead(range ? 206 : 200, { ...range, 'content-length': bytes.length - start });
  if (faults.breaks-- <= 0) {
    response.end(bytes.subarray(start));
    return;
  }
  response.write(bytes.subarray(start, start + Math.ceil((bytes.length - start) / 2)), () => {
    setTimeout(() => response.destroy(), 20);
  });
}

function note(requests: string[], server: string, { url, headers }: IncomingMessage): void {
  requests.push([server, url, headers.range ?? '-', headers.authorization ?? '-'].join(' '));
}

function end(response: ServerResponse, status: number, body = ''): void {
  response.writeHead(status).end(body);
}

async function listen(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return { address: `http://127.0.0.1:${port}`, close };
}
