import { minutes, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { planOf, problemLine, problemsOf } from './read-plan.fixture.ts';

/** Lines 1 to 9 of a plan whose workflows begin on line 10, in column 1. */
const around = (workflows: string, criterion = '{ workflow: sign-in }', verify = '[]'): string => `service: shop
sources:
  site: { type: http, url: "\${SHOP_URL}", headers: { x-team: shop } }
environments:
  production:
    verify: ${verify}
    watch:
      criteria:
        it: ${criterion}
${workflows}
`;
const signIn =
  'workflows: { sign-in: [ { post: /register, keep: { token: $.token } }, { get: /me, bearer: "${token}" } ] }';
const lines = (text: string) => problemsOf(text).map(problemLine);
const criterionOf = (text: string) => planOf(text).environments.production?.watch.criteria[0];

describe('a workflow', () => {
  it('is a source of its own, behind the only http source', () => {
    const plan = planOf(around(signIn));
    expect(plan.sources['workflow:sign-in']).toEqual({
      name: 'workflow:sign-in',
      type: 'workflow',
      options: {
        url: '${SHOP_URL}',
        headers: { 'x-team': 'shop' },
        workflow: {
          timeout: '30s',
          steps: [
            { post: '/register', keep: { token: '$.token' } },
            { get: '/me', bearer: '${token}' },
          ],
        },
      },
    });
  });

  it('has an address of its own, or names its source', () => {
    const steps = 'steps: [ { get: / } ]';
    const urlOf = (workflow: string) =>
      planOf(around(`workflows: { sign-in: { ${workflow}, ${steps} } }`)).sources['workflow:sign-in'];
    expect(urlOf('url: https://other.example')).toMatchObject({ options: { url: 'https://other.example' } });
    expect(urlOf('source: site')).toMatchObject({ options: { url: '${SHOP_URL}' } });
  });

  it('is a check that is made every five minutes, and has the time that it says it needs', () => {
    expect(criterionOf(around(signIn))).toMatchObject({
      source: 'workflow:sign-in',
      measure: 'check',
      query: {},
      every: minutes(5),
      timeout: seconds(35),
    });
    expect(criterionOf(around(signIn, '{ workflow: sign-in, every: 20s }'))).toMatchObject({
      every: seconds(20),
      timeout: seconds(20),
    });
  });

  it.each(['total', '2'])('is timed: %s', (latency) => {
    expect(
      criterionOf(around(signIn, `{ workflow: sign-in, latency: ${latency}, quantile: 0.95, limit: 2s }`)),
    ).toMatchObject({
      measure: 'latency',
      unit: 's',
      limit: 2,
    });
  });

  it('is a step of the verification', () => {
    expect(
      planOf(around(signIn, undefined, '[ { workflow: sign-in } ]')).environments.production?.verify,
    ).toMatchObject([{ type: 'workflow', title: 'Workflow sign-in', options: { workflow: 'sign-in' } }]);
  });

  it('takes over a criterion of a preset', () => {
    const text =
      'service: shop\npreset: web-service\nurl: https://shop.example.com\nworkflows: { w: [ { get: / } ] }\nenvironments: { production: { watch: { criteria: { healthy: { workflow: w } } } } }\n';
    const healthy = planOf(text).environments.production?.watch.criteria.find(({ name }) => name === 'healthy');
    expect(healthy).toMatchObject({ source: 'workflow:w', severity: 'blocking', measure: 'check' });
  });
});

describe('a faulty workflow is named with its place', () => {
  it.each([
    ['{ sign-in: [] }', ['10:23 wrong-value: "sign-in" needs at least 1 entry']],
    ['{ sign-in: 7 }', ['10:14 wrong-type: "sign-in" must be a mapping, not 7']],
    ['{ sign-in: { steps: [ { get: / } ], stpes: [] } }', ['10:48 unknown-key: unknown key "stpes"']],
    ['{ sign-in: [ { expect: 200 } ] }', ['10:25 unknown-step: the step does not say what to send']],
    ['{ sign-in: [ { gett: / } ] }', ['10:27 unknown-key: unknown key "gett"']],
    [
      '{ sign-in: [ { get: /, post: / } ] }',
      ['10:35 ambiguous-step: a step sends one request, and this one has "get" and "post"'],
    ],
    ['{ sign-in: [ { post: /, json: {}, form: {} } ] }', ['10:25 ambiguous-step: a request has one body']],
    ['{ sign-in: [ { get: me } ] }', ['10:32 wrong-value: "get" is a path that starts with "/", or a whole address']],
    ['{ sign-in: [ { get: /, expect: ok } ] }', ['10:43 wrong-value: "expect": write a class of status codes as 2xx']],
    [
      '{ sign-in: [ { get: /, bearer: "${token}" }, { post: /, keep: { token: $.token } } ] }',
      ['10:43 unknown-variable: ${token} is used before it is kept'],
    ],
    [
      '{ sign-in: [ { get: /, keep: { token: $.t } }, { get: "/x?token=${tokn}" } ] }',
      ['10:66 unknown-variable: unknown variable ${tokn}'],
    ],
    [
      '{ sign-in: { steps: [ { get: / } ], finally: [ { delete: "/x/${id}" } ] } }',
      ['10:69 unknown-variable: unknown variable ${id}'],
    ],
    [
      '{ sign-in: [ { get: /, keep: { TOKEN: $.t, uuid: $.u } } ] }',
      [
        '10:43 wrong-name: "TOKEN" is upper-case, as variables of the environment are',
        '10:55 wrong-name: ${uuid} is made for each run, and cannot be kept',
      ],
    ],
    [
      '{ sign-in: [ { get: /, keep: { a: token } } ] }',
      ["10:46 wrong-value: \"a\" is not a JSON path: expected '$', found 't' (character 0)"],
    ],
    ['{ sign-in: [ { get: /, id: a }, { get: /, id: a } ] }', ['10:14 duplicate-id: two steps have the id "a"']],
    [
      '{ sign-in: { url: ftp://x, steps: [ { get: / } ] } }',
      ['10:30 wrong-value: "url" must begin with http:// or https://'],
    ],
    [
      '{ sign-in: { source: sit, steps: [ { get: / } ] } }',
      ['10:33 unknown-source: there is no source "sit" of type http'],
    ],
    [
      '{ sign-in: { url: http://x, source: site, steps: [ { get: / } ] } }',
      ['10:25 key-without-effect: a workflow has a "url" or a "source", not both'],
    ],
    ['{ sign-up: [ { get: / } ] }', ['9:25 unknown-workflow: there is no workflow "sign-in"']],
  ])('workflows: %s', (workflows, expected) => {
    expect(lines(around(`workflows: ${workflows}`))).toEqual(expected);
  });

  it('needs to know where it is asked', () => {
    const text = around('workflows: { sign-in: [ { get: / } ] }').replace(
      /\n {2}site: .*/,
      '\n  metrics: { type: metrics, url: https://x }',
    );
    expect(lines(text)).toEqual(['10:14 missing-key: the workflow "sign-in" does not say where it is asked']);
  });

  it.each([
    ['{ workflow: sign-in, latency: 3, limit: 1s }', ['9:43 wrong-value: the workflow "sign-in" has no step "3"']],
    [
      '{ workflow: sign-in, gauge: x, limit: 1 }',
      ['9:34 measure-not-supported: a source of type workflow has no gauge; it has check and latency'],
    ],
    ['{ workflow: sign-in, check: {} }', ['9:34 key-without-effect: a workflow is a check by itself']],
    ['{ workflow: signin }', ['9:25 unknown-workflow: there is no workflow "signin"']],
    [
      '{ source: "workflow:sign-in", check: {} }',
      ['9:23 wrong-value: "source": a name has letters, digits, ".", "_" and "-" only'],
    ],
  ])('criterion %s', (criterion, expected) => {
    expect(lines(around(signIn, criterion))).toEqual(expected);
  });

  it('no source is of this type', () => {
    const text = around(signIn).replace('type: http', 'type: workflow');
    expect(problemsOf(text)[0]).toMatchObject({
      code: 'unknown-source-type',
      hint: 'It can be http, metrics or postgres.',
    });
  });
});
