import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planKinds } from '../../plan-kinds.ts';
import { yamlText } from '../draft/yaml-text.ts';
import { fromMarkdown } from '../from-markdown/from-markdown.ts';
import { noFacts } from '../from-repository/no-facts.fixture.ts';
import { longPlan } from '../long-plan.fixture.ts';
import { parsePlan } from '../parse.ts';
import type { Mapping } from '../read-fields.ts';
import { readYaml } from '../read-yaml.ts';
import { anyPlan } from './any-plan.fixture.ts';
import { toMarkdown } from './to-markdown.ts';

const parse = (text: string) => parsePlan({ text, file: 'daywatch.yaml', ...planKinds });

/** The plan of a text, without the hash of the text. */
function planOf(text: string) {
  const parsed = parse(text);
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems, null, 1));
  const { hash: _, ...plan } = parsed.plan;
  return { plan, whole: parsed.plan };
}

const documentOf = (text: string, environment?: string): string =>
  toMarkdown({ value: readYaml(text).value, plan: planOf(text).whole, ...(environment && { environment }) });

function backOf(markdown: string): string {
  const made = fromMarkdown({ text: markdown, file: 'PLAN.md', facts: noFacts });
  if ('problems' in made) throw new Error(JSON.stringify(made.problems));
  return made.yaml;
}

const shop = readFileSync(new URL('../../../../../examples/shop/daywatch.yaml', import.meta.url), 'utf8');
const shortest = `
service: shop
preset: web-service
url: https://shop.example.com
metrics: https://shop.example.com/metrics
database: \${DATABASE_URL}
`;

describe('a plan as a document, read again', () => {
  it.each([
    ['the long form', longPlan],
    ['the plan of the sample shop', shop],
    ['five lines', shortest],
    ['a preset with an environment that says nothing', `${shortest}environments: { live: }`],
  ])('is the same plan: %s', (_, text) => {
    expect(planOf(backOf(documentOf(text))).plan).toEqual(planOf(text).plan);
  });

  it('is the same plan, whatever stands in it', () => {
    fc.assert(
      fc.property(anyPlan, (value) => {
        const text = yamlText(value as Mapping);
        fc.pre('plan' in parse(text));
        const document = documentOf(text);
        expect(planOf(backOf(document)).plan).toEqual(planOf(text).plan);
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  it('is the same plan with Windows line ends', () => {
    const document = documentOf(longPlan).replaceAll('\n', '\r\n');
    expect(planOf(backOf(document)).plan).toEqual(planOf(longPlan).plan);
  });

  it('gives the same document again', () => {
    const document = documentOf(longPlan);
    expect(documentOf(backOf(document))).toBe(document);
  });
});

describe('the document', () => {
  it('has the sections that people expect', () => {
    const headings = [...documentOf(shop).matchAll(/^(#+ .*)$/gm)].map(([line]) => line);
    expect(headings.filter((line) => !/Window|window/.test(line))).toEqual([
      '# Production deployment plan',
      '## Overview',
      '## Pre-deployment checklist',
      '## Deployment steps',
      '### Verification',
      '### Post-deployment monitoring',
      '## Rollback procedure',
      '### Decision',
      '### Rollback steps',
      '### Post-rollback',
      ...headings.filter((line) => /Team|Communication/.test(line)),
      '## Success criteria',
      '## Appendix',
      '### Key workflows',
      '### Monitoring dashboards',
      ...headings.filter((line) => /Other environments/.test(line)),
      '### Sources',
    ]);
  });

  it('says in prose what prose can say, without a block', () => {
    const document = documentOf(`${longPlan}`);
    const section = (heading: string) => document.split(`## ${heading}\n`)[1]?.split(/^## /m)[0] ?? '';
    expect(section('Team responsibilities')).toBe(
      '\n- **devops-lead**: <devops@example.com>\n- **qa**: <qa@example.com>\n\n',
    );
    expect(section('Pre-deployment checklist')).toBe(
      '\n- [ ] **staging-tests**: All tests pass in staging — `npm test`\n- [ ] **rollback-reviewed**: Rollback reviewed (sign-off: devops-lead)\n\n',
    );
    expect(section('Rollback procedure')).not.toContain('daywatch\n');
  });

  it('is about the environment that is asked for', () => {
    const two =
      `${longPlan}  staging:\n    watch: { criteria: { up: { source: site, check: { path: / } } } }\n`.replace(
        /(\n {4}dashboards[^\n]*)/,
        '$1',
      );
    const document = documentOf(two, 'staging');
    expect(document).toMatch(/^# Staging deployment plan$/m);
    expect(planOf(backOf(document)).plan).toEqual(planOf(two).plan);
  });
});
