import { type Millis, parseDuration, seconds } from '@daywatch/shared/vocabulary/time.ts';
import type { SourceKind } from '../ports/kind.ts';
import { hasSeveralBodies } from '../web/request-content.ts';
import { stepMethods, type Workflow, type WorkflowStep, workflow, workflowSteps } from '../web/workflow.ts';
import { checkVariables } from './check-variables.ts';
import { closest, listed, mayMean } from './closest.ts';
import type { Path, Report } from './fault.ts';
import { isMapping, type Mapping, readMapping, readValue } from './read-fields.ts';
import { checkName, type NamedSource } from './read-sources.ts';
import { describeValue } from './words.ts';
import { checkWorkflowVariables } from './workflow-variables.ts';

/** A workflow as criteria and steps see it. */
export interface NamedWorkflow {
  readonly name: string;
  /** What the plan makes of it; without `plan` it is faulty, which is reported where it stands. */
  readonly source: NamedSource;
  /** How long its steps may take. */
  readonly timeout: Millis;
  /** By what `latency` may call its steps. */
  readonly steps: readonly string[];
}

/** Names of sources have no colon: nobody else has this one. */
export const sourceOfWorkflow = (name: string): string => `workflow:${name}`;

interface Written {
  readonly value: unknown;
  readonly sources: ReadonlyMap<string, NamedSource>;
  readonly sourceKinds: readonly SourceKind[];
  readonly report: Report;
}
type One = Omit<Written, 'value'> & { readonly name: string; readonly value: unknown; readonly path: Path };

/** The workflows of a plan. Each becomes a source of its own, of the kind that is written so. */
export function readWorkflows(written: Written): ReadonlyMap<string, NamedWorkflow> {
  const { value, report } = written;
  const workflows = new Map<string, NamedWorkflow>();
  if (value === undefined) return workflows;
  for (const [name, one] of Object.entries(readMapping({ value, path: ['workflows'], report }) ?? {})) {
    const path = ['workflows', name];
    checkName({ name, path, report });
    workflows.set(name, readWorkflow({ ...written, name, value: one, path }));
  }
  return workflows;
}

function readWorkflow(one: One): NamedWorkflow {
  const { name, value, path, sourceKinds, report } = one;
  const kind = sourceKinds.find(({ writtenUnder }) => writtenUnder === 'workflows');
  const definition = Array.isArray(value) ? readBareSteps(value, path, report) : readWhole(one);
  const base = baseOf(one);
  if (definition !== undefined) {
    checkSteps(definition.steps, Array.isArray(value) ? path : [...path, 'steps'], report);
    checkSteps(definition.finally ?? [], [...path, 'finally'], report);
    checkIds([...definition.steps, ...(definition.finally ?? [])], path, report);
    checkWorkflowVariables({ workflow: definition, path, bare: Array.isArray(value), report });
  }
  const source = sourceOfWorkflow(name);
  const plan =
    definition === undefined || base === undefined
      ? undefined
      : { name: source, type: 'workflow', options: { ...base, workflow: definition } };
  return {
    name,
    source: { name: source, kind, plan },
    timeout: parseDuration(definition?.timeout ?? '') ?? seconds(30),
    steps: (definition?.steps ?? []).flatMap(({ id }, index) => [String(index + 1), ...(id === undefined ? [] : [id])]),
  };
}

/** A list of steps is the shortest form of a workflow. */
function readBareSteps(value: unknown, path: Path, report: Report): Workflow | undefined {
  const steps = readValue(workflowSteps, { value, path, report });
  return steps && { timeout: '30s', steps };
}

function readWhole({ value, path, report }: One): Workflow | undefined {
  const mapping = readMapping({ value, path, report });
  if (mapping === undefined) return undefined;
  const { url, source, ...definition } = mapping;
  return readValue(workflow, { value: definition, path, report });
}

/** The options of the http source behind the workflow, or its own `url`. */
function baseOf({ name, value, path, sources, report }: One): Mapping | undefined {
  const { url, source } = isMapping(value) ? value : { url: undefined, source: undefined };
  const sites = [...sources.values()].filter(({ kind }) => kind?.type === 'http');
  const choices =
    sites.length === 0 ? 'Write `url`.' : `Write \`url\`, or \`source\`: ${listed(sites.map((site) => site.name))}.`;
  if (url !== undefined && source !== undefined) {
    const message = 'a workflow has a "url" or a "source", not both';
    report({ code: 'key-without-effect', path: [...path, 'url'], at: 'key', message, hint: 'Remove one of them.' });
    return undefined;
  }
  if (url !== undefined) {
    if (typeof url === 'string' && /^(?:https?:\/\/|\$\{)/.test(url)) {
      checkVariables({ value: url, path: [...path, 'url'], known: [], report });
      return { url };
    }
    const message = '"url" must begin with http:// or https://';
    report({
      code: 'wrong-value',
      path: [...path, 'url'],
      at: 'value',
      message,
      hint: 'Write it like https://shop.example.com.',
    });
    return undefined;
  }
  const [only, another] = sites;
  const named = source === undefined && another === undefined ? only : sites.find((site) => site.name === source);
  if (named !== undefined) return isMapping(named.plan?.options) ? named.plan.options : undefined;
  if (source === undefined) {
    const message = `the workflow "${name}" does not say where it is asked`;
    report({ code: 'missing-key', path, at: 'key', message, hint: choices, about: ['url', 'source'] });
  } else {
    const near =
      typeof source === 'string'
        ? closest(
            source,
            sites.map((site) => site.name),
          )
        : undefined;
    const message = `there is no source ${describeValue(source)} of type http`;
    const hint = near === undefined ? choices : mayMean(near);
    report({ code: 'unknown-source', path: [...path, 'source'], at: 'value', message, hint });
  }
  return undefined;
}

function checkSteps(steps: readonly WorkflowStep[], path: Path, report: Report): void {
  steps.forEach((step, index) => {
    const at = [...path, index];
    const [method, second] = stepMethods.filter((key) => step[key] !== undefined);
    if (method === undefined) {
      const hint = `Write one of ${listed(stepMethods)} with a path: get: /me.`;
      report({
        code: 'unknown-step',
        path: at,
        at: 'value',
        message: 'the step does not say what to send',
        hint,
        about: stepMethods,
      });
    } else if (second !== undefined) {
      const message = `a step sends one request, and this one has "${method}" and "${second}"`;
      report({ code: 'ambiguous-step', path: [...at, second], at: 'key', message, hint: 'Make them two steps.' });
    }
    if (hasSeveralBodies(step)) {
      const message = 'a request has one body';
      report({ code: 'ambiguous-step', path: at, at: 'value', message, hint: 'Write json, form or body.' });
    }
  });
}

function checkIds(steps: readonly WorkflowStep[], path: Path, report: Report): void {
  const ids = steps.flatMap(({ id }) => id ?? []);
  for (const id of new Set(ids.filter((one, index) => ids.indexOf(one) !== index)))
    report({
      code: 'duplicate-id',
      path,
      at: 'key',
      message: `two steps have the id "${id}"`,
      hint: 'Rename one of them.',
    });
}
