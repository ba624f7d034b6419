import { type ArchitectureName, architectures } from '../../backbones/architectures/catalogue.ts';
import { freshNetwork } from '../../backbones/architectures/fresh-network.ts';
import { defaultBackbone } from '../../backbones/cards/catalogue.ts';
import type { NetworkFile } from '../../backbones/network-file.ts';
import { DiscernError } from '../../base/error.ts';
import type { TrainingPlan } from '../../plan/training-plan.ts';
import { chosenNetwork, type NetworkOptions } from '../hub/chosen-network.ts';
import type { WorkOptions } from '../work-options.ts';

/** A network that is to learn, and how a plan names it. */
export type NamedNetwork = {
  readonly file: NetworkFile;
  /** Null where it has learned already. */
  readonly architecture: ArchitectureName | null;
  readonly inPlan: TrainingPlan['network'];
};

/** What says which network. */
export type NamedNetworkOptions = WorkOptions &
  NetworkOptions & { readonly architecture?: ArchitectureName | undefined; readonly sizePx?: number | undefined };

/** Side of the pictures of a network from scratch, where nobody says another. */
const usualSizePx = 64;

/**
 * The network that a plan names, or, without a plan, the options. Throws `fingerprint` where the plan was made for
 * another file of that name.
 */
export async function namedNetwork(plan: TrainingPlan | null, options: NamedNetworkOptions): Promise<NamedNetwork> {
  const { sizePx = usualSizePx } = options;
  const architecture = plan ? architectureIn(plan) : (options.architecture ?? null);
  const seed = plan?.seed ?? options.seed ?? 0;
  if (architecture !== null) {
    const side = plan?.network.sizePx ?? sizePx;
    const file = await freshNetwork(architecture, { sizePx: side, seed });
    return { file, architecture, inPlan: { architecture, backbone: null, sha256: null, sizePx: side } };
  }
  const backbone = options.backbone ?? plan?.network.backbone ?? defaultBackbone;
  const file = await chosenNetwork({ ...options, backbone });
  const { sha256, preprocessing } = file.card;
  if (plan && plan.network.sha256 !== sha256) throw otherNetwork(plan, backbone);
  return { file, architecture, inPlan: { architecture, backbone, sha256, sizePx: preprocessing.sizePx } };
}

function architectureIn({ network: { architecture } }: TrainingPlan): ArchitectureName | null {
  if (architecture === null) return null;
  const names = Object.keys(architectures) as ArchitectureName[];
  const found = names.find((name) => name === architecture);
  if (found) return found;
  throw new DiscernError('bad-data', `there is no architecture ${architecture}`, {
    given: `a plan with the architecture ${architecture}`,
    expected: `one of ${names.join(', ')}`,
    todo: 'correct the plan, or make it anew',
  });
}

function otherNetwork({ network }: TrainingPlan, backbone: string): DiscernError {
  return new DiscernError('fingerprint', `the plan was made for another ${network.backbone}`, {
    given: `${backbone}, whose file differs from the one the plan was made for`,
    expected: `the file of SHA-256 ${network.sha256}`,
    todo: 'give that file with --backbone, or leave --plan out: a plan is then made',
  });
}
