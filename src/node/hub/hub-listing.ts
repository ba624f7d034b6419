import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { DiscernError } from '../../base/error.ts';
import { objectOf } from '../../base/json-object.ts';
import { finiteNumber, ifValid, listOf, nonNegativeInteger, oneOf, type Schema, text } from '../../base/schema.ts';
import { writeAtomically } from '../files/write-atomically.ts';
import type { Content } from './download.ts';
import type { HubSpec } from './hub-spec.ts';
import { type Access, request, untilDone } from './request.ts';

/** A file of a repository on the hub. `path` stays within the repository. */
export type HubFile = { readonly path: string } & Pick<Content, 'bytes' | 'hash'>;

/** A repository at one commit. */
export type HubListing = { readonly commit: string; readonly files: readonly HubFile[] };

/** The commit and the files that a revision has on the hub now. Throws `network`, `not-found`, `no-permission`. */
export async function fetchListing(
  { repository, revision }: HubSpec,
  endpoint: string,
  access: Access,
): Promise<HubListing> {
  const url = `${endpoint}/api/models/${repository}/revision/${encodeURIComponent(revision)}?blobs=true`;
  const answer: unknown = await untilDone(async () => (await request(url, access)).json(), access);
  const listing = listingFrom(answer);
  if (listing) return listing;
  throw new DiscernError('network', `${url} did not answer with a list of files`, {
    given: endpoint,
    expected: "the hub's interface: { sha, siblings }",
    todo: 'check HF_ENDPOINT: it must name a hub or a mirror of one',
  });
}

const answerSchema = v.object({ sha: v.pipe(text, v.regex(/^[0-9a-f]{40,64}$/)), siblings: listOf(v.unknown()) });

function listingFrom(answer: unknown): HubListing | undefined {
  const listing = ifValid(answerSchema, answer);
  return listing && { commit: listing.sha, files: listing.siblings.map(fileFrom).filter((file) => file !== undefined) };
}

/** A file of the listing. The hub gives a SHA-256 for large files and git's blob hash for small ones. */
function fileFrom(sibling: unknown): HubFile | undefined {
  const { rfilename, size, blobId, lfs } = objectOf(sibling);
  const path = ifValid(text, rfilename);
  const bytes = ifValid(finiteNumber, objectOf(lfs).size) ?? ifValid(finiteNumber, size);
  const sha256 = ifValid(text, objectOf(lfs).sha256);
  const hex = sha256 ?? ifValid(text, blobId);
  if (!path || bytes === undefined || !hex || !staysInside(path)) return undefined;
  return { path, bytes, hash: { kind: sha256 ? 'sha256' : 'git', hex } };
}

function staysInside(path: string): boolean {
  return !/[\\:\0]/.test(path) && !path.split('/').some((part) => part === '' || part === '.' || part === '..');
}

/** The listing of a revision or commit that was written to `folder`; undefined where there is none. */
export async function rememberedListing(folder: string, revision: string): Promise<HubListing | undefined> {
  try {
    return ifValid(listingSchema, JSON.parse(await readFile(listingPath(folder, revision), 'utf8')));
  } catch {
    return undefined;
  }
}

const listingSchema: Schema<HubListing> = v.object({
  commit: text,
  files: listOf(
    v.object({
      path: text,
      bytes: nonNegativeInteger,
      hash: v.object({ kind: oneOf('sha256', 'git'), hex: text }),
    }),
  ),
});

/** Writes the listing under its revision and under its commit, so that both are found without a network. */
export async function rememberListing(folder: string, revision: string, listing: HubListing): Promise<void> {
  for (const name of new Set([revision, listing.commit])) {
    await writeAtomically(listingPath(folder, name), new TextEncoder().encode(JSON.stringify(listing)));
  }
}

function listingPath(folder: string, revision: string): string {
  return join(folder, 'revisions', `${encodeURIComponent(revision)}.json`);
}
