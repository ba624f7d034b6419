import type { Tensor } from '../../runtime/runtime.ts';
import type { State } from '../../steps/state.ts';
import type { TrainState } from '../loop/train-state.ts';
import { fromSafetensors, toSafetensors } from './safetensors.ts';

/** For each tensor name of a state: the name of the tensor in the file. */
type Places = Readonly<Record<string, string>>;

type CheckpointRecord = Omit<TrainState, 'state' | 'rollbackPoint' | 'best'> & {
  readonly state: Places;
  readonly rollbackPoint: Omit<TrainState['rollbackPoint'], 'state'> & { readonly state: Places };
  readonly best: Omit<TrainState['best'], 'weights'> & { readonly weights: Places };
};

/**
 * Writes a training state as bytes of a safetensors file. `identity` says to which plan the state belongs. A tensor
 * that several states share is written once.
 */
export function checkpointFile(trainState: TrainState, identity: string): Promise<Uint8Array> {
  const tensors: Record<string, Tensor> = {};
  const names = new Map<Tensor, string>();
  const placed = (role: string, state: State): Places =>
    Object.fromEntries(
      Object.entries(state).map(([name, tensor]) => {
        const place = names.get(tensor) ?? `${role}/${name}`;
        names.set(tensor, place);
        tensors[place] = tensor;
        return [name, place];
      }),
    );
  const record: CheckpointRecord = {
    ...trainState,
    state: placed('state', trainState.state),
    rollbackPoint: { ...trainState.rollbackPoint, state: placed('refuge', trainState.rollbackPoint.state) },
    best: { ...trainState.best, weights: placed('best', trainState.best.weights) },
  };
  return toSafetensors({ tensors, metadata: { identity, trainState: JSON.stringify(record, nonFiniteAsText) } });
}

/**
 * Reads the training state and the identity of its plan from the bytes of a checkpoint. Throws `truncated` where the
 * bytes are cut short or changed.
 */
export async function checkpointIn(
  bytes: Uint8Array,
): Promise<{ readonly trainState: TrainState; readonly identity: string }> {
  const { tensors, metadata } = await fromSafetensors(bytes);
  const record: CheckpointRecord = JSON.parse(metadata.trainState, nonFiniteFromText);
  const found = (places: Places): State =>
    Object.fromEntries(Object.entries(places).map(([name, place]) => [name, tensors[place]]));
  const trainState = {
    ...record,
    state: found(record.state),
    rollbackPoint: { ...record.rollbackPoint, state: found(record.rollbackPoint.state) },
    best: { ...record.best, weights: found(record.best.weights) },
  };
  return { trainState, identity: metadata.identity };
}

/** JSON has no Infinity and no NaN, but validation scores may be either. */
function nonFiniteAsText(_: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? { nonFinite: String(value) } : value;
}

function nonFiniteFromText(_: string, value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'nonFinite' in value ? Number(value.nonFinite) : value;
}
