import * as z from 'zod';

type Schema = z.core.JSONSchema.BaseSchema;

/** How something is written in a plan, as JSON Schema says it. */
export function shapeOf(type: z.core.$ZodType): Schema {
  const { $schema, ...shape } = z.toJSONSchema(type, { io: 'input', target: 'draft-7', unrepresentable: 'any' });
  return shape;
}

export interface Field {
  readonly name: string;
  readonly required: boolean;
  readonly shape: Schema;
}

export const fieldsOf = ({ properties = {}, required = [] }: Schema): readonly Field[] =>
  Object.entries(properties).map(([name, shape]) => ({ name, required: required.includes(name), shape: whole(shape) }));

/** `true` and `false` are schemas too: anything, and nothing. */
const whole = (shape: z.core.JSONSchema._JSONSchema): Schema => (typeof shape === 'object' ? shape : {});

/** What it may be: one of these. */
export function alternativesOf(shape: Schema): readonly Schema[] {
  const inner = shape.anyOf ?? shape.oneOf;
  return inner === undefined ? [shape] : inner.flatMap((one) => alternativesOf(whole(one)));
}

export type { Schema };
