import { DiscernError } from '../../base/error.ts';
import type { Bundle, BundleForAnswers } from '../../bundle/bundle.ts';
import {
  type EmbeddingSession,
  type EmbeddingSessionOptions,
  openEmbeddingSession,
} from '../embedding/embedding-session.ts';
import { chooseEmbedder } from '../embedding/open-embedder.ts';
import { shellWord } from '../shell-word.ts';
import { readBundle, readBundleForAnswers } from './bundle-files.ts';

/** A bundle, and an embedding session with its network. Close the session. */
export type BundleSession<B = BundleForAnswers> = { readonly bundle: B; readonly session: EmbeddingSession };

/**
 * Opens what answering needs of a bundle, and its network. Throws what readBundle throws. Throws `fingerprint` where
 * this version of Discern prepares pictures differently from the version that fitted the bundle: vectors of the two
 * cannot be compared.
 */
export function openBundleSession(path: string, options: EmbeddingSessionOptions): Promise<BundleSession> {
  return open(path, options, readBundleForAnswers);
}

/** Opens a whole bundle, with its provenance and the embeddings that it keeps. Throws what openBundleSession throws. */
export function openWholeBundleSession(path: string, options: EmbeddingSessionOptions): Promise<BundleSession<Bundle>> {
  return open(path, options, readBundle);
}

async function open<B extends BundleForAnswers>(
  path: string,
  options: EmbeddingSessionOptions,
  read: (path: string, options: Pick<EmbeddingSessionOptions, 'warn'>) => Promise<B>,
): Promise<BundleSession<B>> {
  const choice = chooseEmbedder(options);
  options.progress?.({ stage: 'opening the bundle', done: 0 });
  const bundle = await read(path, { warn: options.warn });
  const session = await openEmbeddingSession({ card: bundle.card, bytes: bundle.backbone }, options, choice);
  if (session.fingerprint === bundle.fingerprint) return { bundle, session };
  await session.close();
  throw new DiscernError('fingerprint', `${path} was learned with another preparation of pictures`, {
    given: `a bundle with the fingerprint ${bundle.fingerprint}`,
    expected: session.fingerprint,
    todo: `learn it again: discern fit DATA --out ${shellWord(path)}`,
  });
}
