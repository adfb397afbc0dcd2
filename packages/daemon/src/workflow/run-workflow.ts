import { type Millis, millis, rfc3339, seconds } from '@daywatch/shared/vocabulary/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { FailureCause, Outbound, OutboundRequest } from '../ports/outbound.ts';
import { faultsIn, neededFor } from '../web/answer-expectation.ts';
import { spanOf } from '../web/duration-text.ts';
import { excerpt } from '../web/excerpt.ts';
import { contentOf, type RequestContent } from '../web/request-content.ts';
import { lineOf, methodOf, type Workflow, type WorkflowStep } from '../web/workflow.ts';
import { type CookieJar, createCookieJar } from './cookie-jar.ts';
import { asText, fill, fillAddress, missingIn } from './fill.ts';
import { keepValues } from './keep-values.ts';
import { maskKept } from './mask-kept.ts';
import type { StepTrace, WorkflowOutcome } from './outcome.ts';

export interface WorkflowOrder {
  readonly workflow: Workflow;
  /** What paths stand behind. */
  readonly url: string;
  /** Of every request; its timeout is that of a step which has none of its own. */
  readonly transport: Pick<OutboundRequest, 'headers' | 'timeout' | 'tls' | 'proxy' | 'ip'>;
  readonly outbound: Outbound;
  readonly clock: Clock;
  readonly uuid: () => string;
  /** Ends the steps; cleaning up is done all the same. */
  readonly signal: AbortSignal;
}

/** Failures that say something about the service; the others are about our own network, our caller or the plan. */
const theirs: ReadonlySet<FailureCause> = new Set(['refused', 'reset', 'timeout', 'tls', 'protocol', 'too-large']);
/** For all of `finally` together. */
const cleanUpTime = seconds(10);

/** What is known in a run. */
interface Run extends WorkflowOrder {
  /** What the run has made, and what it has kept. */
  readonly variables: Map<string, unknown>;
  readonly kept: Map<string, unknown>;
  readonly cookies: CookieJar;
}

export interface RunningWorkflow {
  /** How the steps went, before cleaning up. */
  readonly steps: Promise<WorkflowOutcome>;
  readonly whole: Promise<WorkflowOutcome>;
}

/** Sends the requests of a workflow, one after the other, until one is not answered as expected; then cleans up. */
export function runWorkflow(order: WorkflowOrder): RunningWorkflow {
  const { workflow, clock, uuid } = order;
  const id = uuid();
  const made = { unique: id.replaceAll('-', '').slice(0, 16), uuid: id, now: rfc3339(clock.now()) };
  const cookies = createCookieJar(clock.now);
  const run: Run = { ...order, variables: new Map(Object.entries(made)), kept: new Map(), cookies };

  const steps = sendSteps(run);
  const whole = steps.then(async (outcome) => ({ ...outcome, cleanUp: await tidyUp(run, workflow.finally ?? []) }));
  return { steps, whole };
}

async function sendSteps(run: Run): Promise<WorkflowOutcome> {
  const { workflow, clock, signal } = run;
  const start = clock.elapsed();
  const steps = await sendAll(run, workflow.steps, { until: millis(start + spanOf(workflow.timeout)), signal });
  const took = millis(clock.elapsed() - start);
  const last = steps.at(-1);
  const state = last === undefined || last.state === 'skipped' ? 'unknown' : last.state;
  return { state, steps, cleanUp: [], length: workflow.steps.length, took };
}

interface Limits {
  /** By `clock.elapsed`. */
  readonly until: Millis;
  readonly signal?: AbortSignal;
}

async function sendAll(run: Run, steps: readonly WorkflowStep[], limits: Limits): Promise<readonly StepTrace[]> {
  const traces: StepTrace[] = [];
  for (const step of steps) {
    const trace = await sendStep(run, step, limits);
    traces.push(trace);
    if (trace.state !== 'passed') break;
  }
  return traces;
}

/** All of them, whatever each one does; one that needs a value nobody kept has nothing to clean up. */
async function tidyUp(run: Run, steps: readonly WorkflowStep[]): Promise<readonly StepTrace[]> {
  const until = millis(run.clock.elapsed() + cleanUpTime);
  const traces: StepTrace[] = [];
  for (const step of steps) {
    const missing = missingIn(step, run.variables);
    if (missing.length === 0) traces.push(await sendStep(run, step, { until }));
    else {
      const because = `there is no ${missing.join(' and no ')}`;
      traces.push({ ...nameOf(step), state: 'skipped', took: millis(0), because, kept: [] });
    }
  }
  return traces;
}

async function sendStep(run: Run, written: WorkflowStep, { until, signal }: Limits): Promise<StepTrace> {
  const { clock, outbound, transport, variables, kept, cookies } = run;
  const step = fill(written, variables);
  const { method, address } = methodOf(written);
  const to = fillAddress(address, variables);
  const url = /^https?:\/\//i.test(to) ? to : `${run.url.replace(/\/+$/, '')}${to}`;
  const content = contentOf(textual(step));
  const bearer = step.bearer === undefined ? {} : { authorization: `Bearer ${step.bearer}` };
  const { expect = {} } = step;
  const expected = typeof expect === 'object' && !Array.isArray(expect) ? expect : { status: expect };
  const start = clock.elapsed();
  const wanted = step.timeout === undefined ? transport.timeout : spanOf(step.timeout);
  const exchange = await outbound.request({
    ...transport,
    url,
    method: method.toUpperCase(),
    headers: { ...ownHeaders(transport.headers, url, run.url), ...bearer, ...content.headers },
    ...(content.body === undefined ? {} : { body: content.body }),
    ...(step.follow === undefined ? {} : { follow: step.follow }),
    timeout: millis(Math.max(1, Math.min(wanted, until - start))),
    cookies,
    ...neededFor(expected),
    ...(signal && { signal }),
  });
  const took = millis(clock.elapsed() - start);
  const mask = (text: string) => maskKept(text, kept.values());
  const told = { ...nameOf(written), took, sent: mask(`${method.toUpperCase()} ${url}`) };

  if (exchange.type === 'failed') {
    const state = exchange.cause !== undefined && theirs.has(exchange.cause) ? 'failed' : 'unknown';
    // The words begin with what was asked, which stands before them already.
    return { ...told, state, because: mask(exchange.because.replace(/^[A-Z]+ \S+: /, '— ')), kept: [] };
  }
  const faults = faultsIn(exchange, { status: '2xx', ...expected }, clock.now());
  const keeping = faults.length > 0 ? undefined : keepValues(written.keep ?? {}, { answer: exchange, cookies });
  for (const [name, value] of keeping?.kept ?? []) {
    variables.set(name, value);
    kept.set(name, value);
  }
  const wrong = [...faults, ...(keeping?.faults ?? [])];
  // A fault of the body shows it.
  const shown = wrong.some((fault) => !fault.startsWith('expected ') && !fault.includes('header'));
  const came = exchange.body === '' ? '(empty)' : `"${excerpt(mask(exchange.body))}"`;
  return {
    ...told,
    state: wrong.length === 0 ? 'passed' : 'failed',
    status: exchange.status,
    kept: [...(keeping?.kept.keys() ?? [])],
    came,
    ...(wrong.length > 0 && {
      because: mask(`answered ${exchange.status}, ${wrong.join(', ')}${shown ? '' : `: ${came}`}`),
    }),
  };
}

const nameOf = (step: WorkflowStep): Pick<StepTrace, 'id' | 'line'> => ({
  ...(step.id !== undefined && { id: step.id }),
  line: lineOf(step),
});

/** What is for the service goes to the service only. */
const ownHeaders = (headers: OutboundRequest['headers'], url: string, base: string): OutboundRequest['headers'] =>
  URL.parse(url)?.origin === URL.parse(base)?.origin ? headers : {};

/** What a variable filled in may be of any type; headers, fields and plain bodies are texts. */
const textual = ({ headers, form, body, json }: WorkflowStep): RequestContent => ({
  ...(headers && { headers: mapTexts(headers) }),
  ...(form && { form: mapTexts(form) }),
  ...(body !== undefined && { body: asText(body) }),
  ...(json !== undefined && { json }),
});

const mapTexts = (fields: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, asText(value)]));
