/** A picture is accepted exactly when its similarity is at least this. */
export type Threshold = {
  /** Cosine, -1..1. */
  readonly value: number;
  /** In words, where the value comes from. */
  readonly source: string;
  /** Of classes that have a threshold of their own. Absent: none has. */
  readonly byClass?: Readonly<Record<string, number>>;
};

/**
 * The similarity from which something is accepted: `given` by the caller, else the class's own, else the gallery's.
 * `label` is the class that it is most like; null where two pictures are compared.
 */
export function acceptedFrom({ value, byClass = {} }: Threshold, label: string | null, given?: number): number {
  const own = label !== null && Object.hasOwn(byClass, label) ? byClass[label] : value;
  return given ?? own;
}
