import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { cardFromModel, type DescribedModel, type ModelFacts } from '../../src/backbones/inspect/card-from-model.ts';
import type { ModelAnswers } from '../../src/backbones/inspect/model-answers.ts';
import { sha256 } from '../../src/base/hash.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';

/** The folder of tiny models that test/golden/backbones.py wrote. */
export const tinyModels = new URL('../golden/backbones/', import.meta.url);

/** The bytes of a tiny model. */
export function tinyModel(name: string): Uint8Array {
  return readFileSync(fileURLToPath(new URL(`${name}.onnx`, tinyModels)));
}

/** What we say of a tiny model with these metadata, and with these files beside it. */
export async function described(
  name: string,
  answers: ModelAnswers = {},
  files: Partial<Pick<ModelFacts, 'preprocessorConfig' | 'config' | 'metadata'>> = {},
): Promise<DescribedModel> {
  const bytes = tinyModel(name);
  const session = await nodeRuntime.load(bytes);
  try {
    const facts = { name, source: `${name}.onnx`, sha256: await sha256(bytes), bytes: bytes.byteLength };
    return await cardFromModel(session, { ...facts, ...files, answers });
  } finally {
    await session.dispose();
  }
}
