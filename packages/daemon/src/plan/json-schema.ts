import { announceCommon, announceInput } from '@daywatch/shared/vocabulary/announce.ts';
import { type Measure, measure as measures } from '@daywatch/shared/vocabulary/observation.ts';
import {
  checklistItemCommon,
  checklistItemInput,
  criterionInput,
  environmentInput,
  planInput,
  sourceInput,
  stepCommon,
  stepInput,
  watchInput,
  workflowInput,
} from '@daywatch/shared/vocabulary/plan.ts';
import * as z from 'zod';
import type { ChecklistKind } from '../ports/checklist-item.ts';
import type { SourceKind } from '../ports/kind.ts';
import type { NotifierShape } from '../ports/notifier.ts';
import type { StepKind } from '../ports/step.ts';
import { workflow, workflowSteps } from '../web/workflow.ts';
import { presets } from './presets.ts';

export type JsonSchema = z.core.JSONSchema.BaseSchema;

interface Kinds {
  readonly sourceKinds: readonly SourceKind[];
  readonly stepKinds: readonly StepKind[];
  readonly checklistKinds: readonly ChecklistKind[];
  readonly notifierKinds: readonly NotifierShape[];
}

/**
 * The plan's JSON Schema (draft 7, which editors understand best): completion and hovers are made from it. It knows
 * the shape of a plan; whether its parts agree with each other is for `parsePlan` to say.
 */
export function planJsonSchema({ sourceKinds, stepKinds, checklistKinds, notifierKinds }: Kinds): JsonSchema {
  const parts = new Map<unknown, (made: JsonSchema) => JsonSchema>([
    [sourceInput, () => sourceSchema(sourceKinds.filter(({ writtenUnder }) => writtenUnder === undefined))],
    [stepInput, () => stepSchema(stepKinds)],
    [checklistItemInput, () => checklistItemSchema(checklistKinds)],
    [announceInput, () => announceSchema(notifierKinds)],
    [workflowInput, workflowSchema],
    [criterionInput, (made) => criterionSchema(made, sourceKinds)],
    // A preset may bring what is left out.
    [watchInput, withoutRequired],
    [environmentInput, withoutRequired],
  ]);
  const { $schema, ...schema } = jsonSchemaOf(planInput, (part, made) =>
    // With a description of its own a part is a copy, and the part its parent.
    (parts.get(part) ?? parts.get(part._zod.parent))?.(made),
  );
  const preset = { ...described(schema.properties?.preset), enum: presets.map(({ name }) => name) };
  return {
    $schema: $schema ?? 'http://json-schema.org/draft-07/schema#',
    title: 'Daywatch plan',
    description: 'What has to be true before, during and after a deploy, and for how long it is watched.',
    ...schema,
    properties: { ...schema.properties, preset },
  };
}

type Change = (part: z.core.$ZodType, made: JsonSchema) => JsonSchema | undefined;

function jsonSchemaOf(schema: z.core.$ZodType, change: Change = () => undefined): JsonSchema {
  return z.toJSONSchema(schema, {
    io: 'input',
    target: 'draft-7',
    unrepresentable: 'any',
    override({ zodSchema, jsonSchema }) {
      const changed = change(zodSchema, { ...jsonSchema });
      if (changed !== undefined) {
        for (const key of Object.keys(jsonSchema)) delete jsonSchema[key];
        Object.assign(jsonSchema, changed);
      }
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    },
  });
}

/** A list of steps, or steps with what belongs to all of them. */
function workflowSchema(): JsonSchema {
  const whole = partOf(workflow);
  const place = {
    url: {
      type: 'string' as const,
      description: 'What paths stand behind; the one http source of the plan when left out.',
    },
    source: {
      type: 'string' as const,
      description: 'The http source that paths stand behind, with its headers and TLS.',
    },
  };
  return { anyOf: [partOf(workflowSteps), { ...whole, properties: { ...place, ...whole.properties } }] };
}

function withoutRequired({ required, ...made }: JsonSchema): JsonSchema {
  return made;
}

/** As a part of another schema. */
function partOf(schema: z.core.$ZodType): JsonSchema {
  const { $schema, ...part } = jsonSchemaOf(schema);
  return part;
}

/** Which options there are follows from the type. */
function sourceSchema(kinds: readonly SourceKind[]): JsonSchema {
  const type = { anyOf: kinds.map((kind) => ({ const: kind.type, description: kind.summary })) };
  return {
    type: 'object',
    properties: { type },
    allOf: kinds.map((kind) => {
      const options = partOf(kind.options);
      const chosen = { const: kind.type, description: kind.summary };
      return {
        if: { properties: { type: { const: kind.type } }, required: ['type'] },
        // Required options are not required here: a preset may bring them.
        // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
        then: { ...withoutRequired(options), properties: { type: chosen, ...options.properties } },
      };
    }),
  };
}

function criterionSchema(made: JsonSchema, kinds: readonly SourceKind[]): JsonSchema {
  const properties = { ...made.properties };
  for (const measure of measures.options) properties[measure] = measureSchema(measure, properties[measure], kinds);
  const criterion = { ...made, properties };
  return { anyOf: [criterion, { const: false, description: 'Leaves out a criterion that the preset brings.' }] };
}

/** What stands under `rate:`, `latency:`, …: whatever one of the kinds can be asked. */
function measureSchema(
  measure: Measure,
  made: z.core.JSONSchema._JSONSchema | undefined,
  kinds: readonly SourceKind[],
): JsonSchema {
  const asked = kinds.flatMap(({ type, measures: { [measure]: how } }) => {
    if (how === undefined) return [];
    const query = partOf(how.query);
    const description = [`${type}: ${how.summary}`, query.description].filter((text) => text !== undefined).join(' ');
    return [{ ...query, description }];
  });
  return { ...described(made), ...(asked.length === 0 ? {} : { anyOf: asked }) };
}

/** What remains of a schema whose shape somebody else says. */
function described(made: z.core.JSONSchema._JSONSchema | undefined): JsonSchema {
  return typeof made === 'object' && made.description !== undefined ? { description: made.description } : {};
}

function stepSchema(kinds: readonly StepKind[]): JsonSchema {
  const common = partOf(stepCommon).properties;
  const line = { type: 'string' as const, minLength: 1, description: 'A command line, run in the checkout.' };
  const objects = kinds.map((kind) => {
    const options = partOf(kind.options);
    return { ...options, description: kind.summary, properties: { ...options.properties, ...common } };
  });
  return { anyOf: [line, ...objects] };
}

function checklistItemSchema(kinds: readonly ChecklistKind[]): JsonSchema {
  const common = partOf(checklistItemCommon);
  return {
    anyOf: kinds.map((kind) => {
      const options = partOf(kind.options);
      return {
        ...options,
        description: kind.summary,
        properties: { ...common.properties, ...options.properties },
        required: [...(common.required ?? []), ...(options.required ?? [])],
      };
    }),
  };
}

function announceSchema(kinds: readonly NotifierShape[]): JsonSchema {
  const common = partOf(announceCommon);
  return {
    anyOf: kinds.map((kind) => {
      const options = partOf(kind.options);
      const by = { const: kind.type, description: kind.summary };
      return {
        ...options,
        description: kind.summary,
        properties: {
          by,
          ...(kind.to.type !== 'nobody' && { to: toSchema(kind) }),
          ...common.properties,
          ...options.properties,
        },
        required: ['by', ...(kind.to.type === 'nobody' ? [] : ['to']), ...(options.required ?? [])],
      };
    }),
  };
}

function toSchema({ to }: NotifierShape): JsonSchema {
  const one = { type: 'string' as const, minLength: 1 };
  const description =
    to.type === 'address'
      ? `Where: ${to.example}`
      : 'Roles of the plan, and mail addresses: each gets a mail of its own.';
  return { anyOf: [one, { type: 'array', items: one, minItems: 1 }], description };
}
