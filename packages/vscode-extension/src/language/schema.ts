import { type Path, valueAt } from './plan-text.ts';

/** What is used of JSON Schema (draft 7) in the schema of plans; it has no references. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly if?: Schema;
  readonly then?: Schema;
}

/** Every schema that may hold at a path of this plan, the alternatives that its other keys rule out left aside. */
export function schemasAt(root: Schema, plan: unknown, path: Path): readonly Schema[] {
  let here: readonly Schema[] = alternatives([root], plan);
  for (const [depth, key] of path.entries()) {
    const value = valueAt(plan, path.slice(0, depth + 1));
    const children = here.flatMap((schema) => child(schema, key) ?? []);
    here = alternatives(ofTheSource(children, plan, path.slice(0, depth + 1)), value);
  }
  return here;
}

function child(schema: Schema, key: string | number): Schema | undefined {
  if (typeof key === 'number') return schema.items;
  const { properties, additionalProperties } = schema;
  if (properties !== undefined && Object.hasOwn(properties, key)) return properties[key];
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}

/** `anyOf`, `allOf` and `if` resolved as far as the value says. The schema itself stands first, for its description. */
function alternatives(schemas: readonly Schema[], value: unknown): readonly Schema[] {
  return schemas.flatMap((schema) => {
    const options = schema.anyOf ?? schema.oneOf ?? [];
    const fitting = options.filter((option) => fits(option, value));
    const complete = fitting.filter((option) => isComplete(option, value));
    const chosen = complete.length > 0 ? complete : fitting.length > 0 ? fitting : options;
    const conditional = (schema.allOf ?? []).flatMap((one) =>
      one.if === undefined ? [one] : one.then !== undefined && meets(one.if, value) ? [one.then] : [],
    );
    return [schema, ...alternatives(chosen, value), ...alternatives(conditional, value)];
  });
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value;
}

/** Nothing that is written contradicts it. */
function fits({ type, const: only, properties }: Schema, value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (only !== undefined) return value === only;
  const types = type === undefined ? [] : [type].flat();
  const is = typeOf(value);
  if (types.length > 0 && !types.includes(is) && !(is === 'number' && types.includes('integer'))) return false;
  if (!isObject(value) || properties === undefined) return true;
  return Object.entries(properties).every(
    ([key, { const: must }]) => must === undefined || !Object.hasOwn(value, key) || value[key] === must,
  );
}

/** It has every key that this alternative needs: `{ run: … }` is that kind of step and no other. */
const isComplete = ({ required = [] }: Schema, value: unknown): boolean =>
  isObject(value) && required.length > 0 && required.every((key) => Object.hasOwn(value, key));

const meets = ({ properties = {}, required = [] }: Schema, value: unknown): boolean =>
  isObject(value) &&
  required.every((key) => Object.hasOwn(value, key)) &&
  Object.entries(properties).every(([key, { const: must }]) => must === undefined || value[key] === must);

const measures: readonly unknown[] = ['rate', 'latency', 'count', 'gauge', 'check'];

/** What a criterion may ask depends on the type of its source; each alternative says for which type it is. */
function ofTheSource(schemas: readonly Schema[], plan: unknown, path: Path): readonly Schema[] {
  if (path.at(-3) !== 'criteria' || !measures.includes(path.at(-1))) return schemas;
  const source = valueAt(plan, [...path.slice(0, -1), 'source']);
  const type = typeof source === 'string' ? valueAt(plan, ['sources', source, 'type']) : undefined;
  if (typeof type !== 'string') return schemas;
  return schemas.map((schema) => {
    const own = schema.anyOf?.filter(({ description }) => description?.startsWith(`${type}: `)) ?? [];
    return own.length === 0 ? schema : { ...schema, anyOf: own };
  });
}
