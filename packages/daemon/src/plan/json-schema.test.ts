import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { planKinds } from '../plan-kinds.ts';
import { sourceKinds } from '../sources/registry.ts';
import { stepKinds } from '../steps/registry.ts';
import { type JsonSchema, planJsonSchema } from './json-schema.ts';

const schema = planJsonSchema(planKinds);

function at(path: string): JsonSchema {
  let here: unknown = schema;
  for (const key of path.split('/')) here = (here as Record<string, unknown>)[key];
  return here as JsonSchema;
}
const environment = 'properties/environments/additionalProperties/properties';
const criterion = `${environment}/watch/properties/criteria/additionalProperties/anyOf/0/properties`;

describe('the JSON Schema of the plan', () => {
  it('is the one in packages/shared', async () => {
    const committed = await readFile(new URL('../../../shared/plan.schema.json', import.meta.url), 'utf8');
    const command = 'plan.schema.json is stale; run: node packages/daemon/src/plan/write-json-schema.ts';
    expect(JSON.parse(committed), command).toEqual(JSON.parse(JSON.stringify(schema)));
  });

  it('is whole in itself, and of a draft that editors know', () => {
    expect(schema.$schema).toBe('http://json-schema.org/draft-07/schema#');
    expect(JSON.stringify(schema)).not.toContain('$ref');
  });

  it('knows the options of each type of source', () => {
    const written = sourceKinds.filter(({ writtenUnder }) => writtenUnder === undefined);
    const { properties, allOf } = at('properties/sources/additionalProperties');
    expect(properties?.type).toEqual({
      anyOf: written.map(({ type, summary }) => ({ const: type, description: summary })),
    });
    expect(allOf).toHaveLength(written.length);
    const first = allOf?.[written.findIndex(({ type }) => type === 'http')];
    expect(first).toHaveProperty('if.properties.type.const', 'http');
    expect(first).toHaveProperty('then.properties.url.type', 'string');
    expect(first).toHaveProperty('then.additionalProperties', false);
  });

  it('knows what each measure can be asked', () => {
    for (const measure of ['rate', 'latency', 'count', 'gauge', 'check'] as const) {
      const able = sourceKinds.filter((kind) => kind.measures[measure] !== undefined);
      expect(at(`${criterion}/${measure}`).anyOf).toHaveLength(able.length);
    }
  });

  it('knows the kinds of steps', () => {
    expect(at(`${environment}/verify/items`).anyOf).toHaveLength(1 + stepKinds.length);
    expect(at(`${environment}/deploy/properties/steps/items/anyOf/1`)).toMatchObject({
      properties: { run: {}, title: {}, timeout: {} },
      required: ['run'],
      additionalProperties: false,
    });
  });

  it('describes every key for hovers', () => {
    const bare = Object.entries({ ...at(criterion), ...at(environment), ...schema.properties }).filter(
      ([, part]) => (part as JsonSchema).description === undefined,
    );
    expect(bare.map(([key]) => key)).toEqual([]);
  });

  it('takes durations as text, and asks for nothing that a preset may bring', () => {
    expect(at(`${environment}/watch/properties/every`)).toMatchObject({ type: 'string', pattern: expect.any(String) });
    expect(at(`${environment}/watch/properties/every`)).not.toHaveProperty('anyOf');
    expect(schema.required).toEqual(['service']);
    expect(at('properties/environments/additionalProperties').required).toBeUndefined();
    expect(at(`${environment}/watch`).required).toBeUndefined();
  });
});
