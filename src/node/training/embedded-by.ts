import type { Matrix } from '../../base/matrix.ts';
import { requireAll } from '../../data/embedding/embedded.ts';
import type { Product } from '../../linalg/product.ts';
import type { Network } from '../chosen-network.ts';
import { openEmbeddingSession } from '../embedding-session.ts';
import type { WorkOptions } from '../work-options.ts';

/** What a network gives of pictures, and what multiplies matrices. Throws where one can no longer be read, and `interrupted`. */
export async function embeddedBy(
  network: Network,
  paths: readonly string[],
  options: WorkOptions,
): Promise<{ readonly embeddings: Matrix; readonly product: Product }> {
  const session = await openEmbeddingSession(network, { ...options, pictures: paths.length });
  try {
    const samples = paths.map((path) => ({ path, label: null, part: null, group: null }));
    const { embeddings } = requireAll(await session.embed(samples));
    return { embeddings, product: session.product };
  } finally {
    await session.close();
  }
}
