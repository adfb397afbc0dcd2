import * as z from 'zod';
import { answerExpectation } from './answer-expectation.ts';
import { durationText } from './duration-text.ts';
import { jsonPath } from './json-path.ts';
import { requestContent } from './request-content.ts';
import { statusExpectation } from './status-expectation.ts';
import { pattern } from './text-expectation.ts';

/** The keys that say what a step sends, and where. */
export const stepMethods = ['get', 'post', 'put', 'patch', 'delete', 'head'] as const;
export type StepMethod = (typeof stepMethods)[number];

/** What every run makes anew: known to all of its steps. */
export const madeVariables = ['unique', 'uuid', 'now'] as const;

const address = (method: string) =>
  z
    .string()
    .regex(/^(?:\/|https?:\/\/|\$\{)/, 'is a path that starts with "/", or a whole address')
    .optional()
    .meta({
      description: `Sends a ${method.toUpperCase()} there: a path after the workflow's url, or a whole address.`,
    });

const kept = z.union([
  jsonPath,
  z
    .strictObject({
      json: jsonPath.optional(),
      header: z.string().min(1).optional().meta({ description: 'From this header of the answer.' }),
      cookie: z.string().min(1).optional().meta({ description: 'From this cookie.' }),
      matches: pattern
        .optional()
        .meta({ description: 'The part in brackets of a regular expression: in the header, else in the body.' }),
      take: z
        .enum(['first'])
        .optional()
        .meta({ description: 'first: of several values that the JSON path finds; without it several are a failure.' }),
    })
    .refine(
      ({ json, header, cookie, matches }) =>
        [json, header ?? matches, cookie].filter((one) => one !== undefined).length === 1,
      {
        message: 'says one place where the value is',
        params: {
          hint: 'Write a JSON path, or one of json, header, cookie and matches (header and matches go together).',
        },
      },
    ),
]);
export type Kept = z.infer<typeof kept>;

const { status: _, 'tls-days-left': __, ...ofAnswer } = answerExpectation;
const expected = z.union([statusExpectation, z.strictObject({ status: statusExpectation.optional(), ...ofAnswer })]);

const step = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z][a-z0-9._-]*$/i, 'a name starts with a letter and has letters, digits, ".", "_" and "-" only')
    .optional()
    .meta({ description: 'A name by which `latency` of a criterion can ask for the time of this step.' }),
  get: address('get'),
  post: address('post'),
  put: address('put'),
  patch: address('patch'),
  delete: address('delete'),
  head: address('head'),
  ...requestContent,
  bearer: z.string().min(1).optional().meta({ description: 'A token: sent as `authorization: Bearer …`.' }),
  follow: z
    .int()
    .min(0)
    .max(20)
    .optional()
    .meta({ description: 'How many redirects are followed; none when left out.' }),
  expect: expected.optional().meta({
    description: 'A status (201, 2xx, [200, 204]), or status, header, body, json and size together; 2xx when left out.',
  }),
  keep: z
    .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'a variable has letters, digits and "_" only'), kept)
    .optional()
    .meta({ description: 'Values of the answer for later steps: { token: $.token } is ${token} then.' }),
  timeout: durationText
    .optional()
    .meta({ description: "How long this step may take; the source's timeout when left out." }),
});
export type WorkflowStep = z.infer<typeof step>;

export const workflowSteps = z.array(step).min(1);

/** Several requests, one after the other, as somebody who uses the service sends them. */
export const workflow = z.strictObject({
  title: z.string().min(1).optional().meta({ description: 'What people call it; its name when left out.' }),
  timeout: durationText
    .default('30s')
    .meta({ description: 'How long all steps together may take; 30s when left out.' }),
  steps: workflowSteps.meta({ description: 'The requests, in order; the first that fails ends the run.' }),
  finally: workflowSteps.optional().meta({
    description:
      'Cleans up: sent at the end of every run, also of one that failed. One that needs a value nobody kept is left out.',
  }),
});
export type Workflow = z.infer<typeof workflow>;

/** `post` of `{ post: /register }`; the plan has let no step through that has none. */
export function methodOf(one: WorkflowStep): { readonly method: StepMethod; readonly address: string } {
  const method = stepMethods.find((key) => one[key] !== undefined);
  const to = method === undefined ? undefined : one[method];
  if (method === undefined || to === undefined) throw new Error('the plan let a step without a method through');
  return { method, address: to };
}

/** How a step is called: `POST /register`. */
export function lineOf(one: WorkflowStep): string {
  const { method, address: to } = methodOf(one);
  return `${method.toUpperCase()} ${to}`;
}
