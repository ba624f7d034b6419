/** Maps the values of a record and keeps its names. */
export function mapNames<Name extends string, Value, Given>(
  record: Readonly<Record<Name, Value>>,
  give: (value: Value, name: Name) => Given,
): Readonly<Record<Name, Given>>;
export function mapNames<Value, Given>(
  record: Readonly<Record<string, Value>>,
  give: (value: Value, name: string) => Given,
) {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, give(value, name)]));
}
