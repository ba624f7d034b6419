import type { Tensor } from '../../runtime/runtime.ts';
import type { State } from '../../steps/state.ts';
import type { Course } from '../loop/course.ts';
import { fromSafetensors, toSafetensors } from './safetensors.ts';

/** By the names in a state: under which name the file holds each tensor. */
type Places = Readonly<Record<string, string>>;

type CourseRecord = Omit<Course, 'state' | 'refuge' | 'best'> & {
  readonly state: Places;
  readonly refuge: Omit<Course['refuge'], 'state'> & { readonly state: Places };
  readonly best: Omit<Course['best'], 'weights'> & { readonly weights: Places };
};

/** A course as bytes, with what says to which plan it belongs. Tensors that several states share are written once. */
export function courseFile(course: Course, identity: string): Promise<Uint8Array> {
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
  const record: CourseRecord = {
    ...course,
    state: placed('state', course.state),
    refuge: { ...course.refuge, state: placed('refuge', course.refuge.state) },
    best: { ...course.best, weights: placed('best', course.best.weights) },
  };
  return toSafetensors({ tensors, metadata: { identity, course: JSON.stringify(record, nonFiniteAsText) } });
}

/** The course that bytes hold, and the plan it belongs to. Throws `truncated` where they are not whole. */
export async function courseIn(bytes: Uint8Array): Promise<{ readonly course: Course; readonly identity: string }> {
  const { tensors, metadata } = await fromSafetensors(bytes);
  const record: CourseRecord = JSON.parse(metadata.course, nonFiniteFromText);
  const found = (places: Places): State =>
    Object.fromEntries(Object.entries(places).map(([name, place]) => [name, tensors[place]]));
  const course = {
    ...record,
    state: found(record.state),
    refuge: { ...record.refuge, state: found(record.refuge.state) },
    best: { ...record.best, weights: found(record.best.weights) },
  };
  return { course, identity: metadata.identity };
}

/** JSON has no infinity and no NaN, which validations may have. */
function nonFiniteAsText(_: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? { nonFinite: String(value) } : value;
}

function nonFiniteFromText(_: string, value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'nonFinite' in value ? Number(value.nonFinite) : value;
}
