import { defaultBackbone } from '../../backbones/cards/catalogue.ts';
import type { ModelAnswers } from '../../backbones/inspect/model-answers.ts';
import type { NetworkFile } from '../../backbones/network-file.ts';
import { DiscernError } from '../../base/error.ts';
import { nodeRuntime } from '../runtime.ts';
import type { WorkOptions } from '../work-options.ts';
import { loadBackbone } from './backbone-files.ts';
import type { HubOptions } from './hub.ts';

/** Options that choose the network. */
export type NetworkOptions = {
  /** A name, `FILE.onnx` or `hf:OWNER/NAME[@REVISION]`; default: the embedded one. */
  readonly backbone?: string | undefined;
  /** What a person says about their own model, where its files do not say it. */
  readonly answers?: ModelAnswers | undefined;
  /** Where `hf:` models come from and where they are kept. Only these models need it. */
  readonly hub?: Pick<HubOptions, 'endpoint' | 'token' | 'folder'> | undefined;
};

/**
 * Loads the network that the options choose, and gives `warn` what had to be assumed. Throws what loadBackbone throws.
 */
export async function chosenNetwork({
  backbone = defaultBackbone,
  answers = {},
  hub,
  progress,
  signal,
  warn,
}: NetworkOptions & WorkOptions): Promise<NetworkFile> {
  if (hub === undefined && backbone.startsWith('hf:')) throw noHub(backbone);
  progress?.({ stage: 'opening the network', done: 0 });
  const access = { folder: '', ...hub, progress, signal };
  const { card, bytes, remarks } = await loadBackbone(backbone, { runtime: nodeRuntime, answers, hub: access });
  for (const remark of remarks) warn?.(remark);
  return { card, bytes };
}

function noHub(backbone: string): DiscernError {
  return new DiscernError('misused', `nobody said where ${backbone} is to be kept`, {
    given: backbone,
    expected: 'the option hub with a folder for models',
    todo: 'give hub: { folder }',
  });
}
