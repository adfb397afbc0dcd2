import { isSecretName } from '../plan/variables.ts';

/** What `${name}` stands for in one run. */
export type Variables = ReadonlyMap<string, unknown>;

const reference = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;
const alone = /^\$\{([A-Za-z_][A-Za-z0-9_]*)\}$/;

/** Puts values in the place of their variables, however deep. One that stands alone keeps its type: a number stays one. */
export function fill<Value>(value: Value, variables: Variables): Value {
  return filled(value, variables) as Value;
}

function filled(value: unknown, variables: Variables): unknown {
  if (typeof value === 'string') {
    const name = alone.exec(value)?.[1];
    if (name !== undefined && variables.has(name)) return variables.get(name);
    return value.replace(reference, (written, of: string) => (variables.has(of) ? asText(variables.get(of)) : written));
  }
  if (Array.isArray(value)) return value.map((one) => filled(one, variables));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, filled(one, variables)]));
}

/** A value inside of an address is one segment of it; at its beginning it may be the address. */
export const fillAddress = (address: string, variables: Variables): string =>
  address.replace(reference, (written, name: string, at: number) => {
    if (!variables.has(name)) return written;
    const text = asText(variables.get(name));
    return at === 0 ? text : encodeURIComponent(text);
  });

export const asText = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

/** Variables of the run that a value needs and that nobody has kept. */
export function missingIn(value: unknown, variables: Variables): readonly string[] {
  if (typeof value === 'string')
    return [...value.matchAll(reference)].flatMap(([, name = '']) =>
      variables.has(name) || isSecretName(name) ? [] : [name],
    );
  if (typeof value !== 'object' || value === null) return [];
  return [...new Set(Object.values(value).flatMap((one) => missingIn(one, variables)))];
}
