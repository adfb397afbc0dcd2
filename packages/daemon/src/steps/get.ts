import { formatDuration, millis, seconds } from '@daywatch/shared/vocabulary/time.ts';
import * as z from 'zod';
import type { Exchange } from '../ports/outbound.ts';
import { defineStepKind, type StepResult, type StepRun } from '../ports/step.ts';
import { type AnswerExpectation, answerExpectation, faultsIn, neededFor } from '../web/answer-expectation.ts';
import { statusExpectation } from '../web/status-expectation.ts';

const { status, 'tls-days-left': _, ...ofAnswer } = answerExpectation;

const options = z.strictObject({
  get: z
    .string()
    .regex(/^(?:https?:\/\/|\$\{)/, 'an address begins with http:// or https://')
    .meta({ description: 'The address; variables of the environment are filled in.' }),
  expect: z
    .union([statusExpectation, z.strictObject({ status, ...ofAnswer })])
    .default(200)
    .meta({
      description:
        'What passes: a status (204, 2xx, [200, 204]), or status, header, body, json and size together; 200 when left out.',
    }),
  contains: z.string().min(1).optional().meta({ description: 'Text that the body must contain.' }),
});
type Options = z.infer<typeof options>;

const oneTry = seconds(10);
const pause = seconds(1);

export const get = defineStepKind({
  type: 'get',
  summary: 'Asks an address again and again until it answers as expected or the time is up.',
  options,
  title: (asked) => `GET ${asked.get}`,
  execute: askUntilItPasses,
});

async function askUntilItPasses(asked: Options, step: StepRun): Promise<StepResult> {
  const missing: string[] = [];
  const url = asked.get.replace(/\$\{(\w+)\}/g, (_whole, name: string) => {
    const value = step.variables[name] ?? step.environment[name];
    if (value === undefined) missing.push(name);
    return value ?? '';
  });
  if (missing.length > 0)
    return { outcome: 'failed', exitCode: null, because: `not set in the environment: ${missing.join(', ')}` };

  const began = step.clock.elapsed();
  let tries = 0;
  let last = '';
  for (;;) {
    const left = step.timeout - (step.clock.elapsed() - began);
    if (step.signal.aborted) return { outcome: 'interrupted', exitCode: null, because: 'interrupted' };
    if (left <= 0)
      return {
        outcome: 'timed-out',
        exitCode: null,
        because: `${last} (${tries} ${tries === 1 ? 'try' : 'tries'} in ${formatDuration(step.timeout)})`,
      };
    tries += 1;
    // Whole milliseconds: timers take no others.
    const timeout = millis(Math.ceil(Math.min(oneTry, left)));
    const exchange = await step.outbound.request({
      url,
      timeout,
      ...neededFor(expectationOf(asked)),
      signal: step.signal,
    });
    const fault = faultOf(exchange, asked, step);
    if (fault === undefined) return { outcome: 'passed', exitCode: null, because: answeredIn(exchange) };
    if (fault !== last) step.onOutput(`${fault}\n`);
    last = fault;
    await step.clock.sleep(
      millis(Math.min(pause, Math.max(0, Math.ceil(step.timeout - (step.clock.elapsed() - began))))),
      step.signal,
    );
  }
}

/** `undefined` when the answer is the expected one. */
function faultOf(exchange: Exchange, asked: Options, { clock }: Pick<StepRun, 'clock'>): string | undefined {
  if (exchange.type === 'failed') return exchange.because;
  const faults = faultsIn(exchange, expectationOf(asked), clock.now());
  if (faults.length > 0) return [answeredIn(exchange), ...faults].join(', ');
  if (asked.contains !== undefined && !exchange.body.includes(asked.contains))
    return `the body does not contain "${asked.contains}"`;
  return undefined;
}

const expectationOf = ({ expect }: Options): AnswerExpectation =>
  typeof expect === 'object' && !Array.isArray(expect)
    ? { ...expect, status: expect.status ?? '2xx' }
    : { status: expect };

const answeredIn = (exchange: Exchange): string =>
  exchange.type === 'answered' ? `answered ${exchange.status}` : exchange.because;
