import { DiscernError } from '../base/error.ts';
import type { Bundle } from '../bundle/bundle.ts';
import { readBundle } from './bundle-files.ts';
import { type EmbeddingSession, type EmbeddingSessionOptions, openEmbeddingSession } from './embedding-session.ts';
import { chooseEmbedder } from './open-embedder.ts';
import { shellWord } from './shell-word.ts';

/** Options of opening a bundle to work with. */
export type BundleSessionOptions = EmbeddingSessionOptions & {
  /** Whether the bundle is opened to answer only, so that its kept embeddings are not read. Default: true. */
  readonly forAnswers?: boolean;
};

/** A bundle, and an embedding session with its network. Close the session. */
export type BundleSession = { readonly bundle: Bundle; readonly session: EmbeddingSession };

/**
 * Opens a bundle and its network. Throws what readBundle throws. Throws `fingerprint` where this version of Discern
 * prepares pictures differently from the version that fitted the bundle: vectors of the two cannot be compared.
 */
export async function openBundleSession(path: string, options: BundleSessionOptions): Promise<BundleSession> {
  const choice = chooseEmbedder(options);
  options.progress?.({ stage: 'opening the bundle', done: 0 });
  const { warn, forAnswers = true } = options;
  const bundle = await readBundle(path, { warn, forAnswers });
  const session = await openEmbeddingSession({ card: bundle.card, bytes: bundle.backbone }, options, choice);
  if (session.fingerprint === bundle.fingerprint) return { bundle, session };
  await session.close();
  throw new DiscernError('fingerprint', `${path} was learned with another preparation of pictures`, {
    given: `a bundle with the fingerprint ${bundle.fingerprint}`,
    expected: session.fingerprint,
    todo: `learn it again: discern fit DATA --out ${shellWord(path)}`,
  });
}
