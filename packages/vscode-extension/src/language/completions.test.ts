import { describe, expect, it } from 'vitest';
import { completionsAt } from './completions.ts';
import { cursor, planWith, schema } from './plan.fixture.ts';

const labels = ({ text, offset }: { text: string; offset: number }) =>
  completionsAt(schema, text, offset).map(({ label }) => label);

describe('what may be written at the cursor', () => {
  it('is the keys of a plan at its top, without those it has', () => {
    const offered = labels(cursor('service: shop\n|'));
    expect(offered).toEqual(expect.arrayContaining(['sources', 'environments', 'roles', 'preset']));
    expect(offered).not.toContain('service');
  });

  it('is what an environment may have, in the middle of a word too', () => {
    const at = planWith('    watch:', '    anno|\n    watch:');
    const [found] = completionsAt(schema, at.text, at.offset).filter(({ label }) => label === 'announce');
    expect(found).toMatchObject({ insert: 'announce:\n  - $0', start: at.offset - 4, end: at.offset });
    expect(found?.description).toBe('Who is told what, and when.');
  });

  it('is the options of that type of source, and of no other', () => {
    const offered = labels(planWith('    url: https://prom', '    |'));
    expect(offered).toContain('url');
    expect(offered).not.toContain('organization');
    expect(labels(planWith('  site:', '  site: { type: sentry, | }'))).toContain('organization');
  });

  it('is the types of sources as values', () => {
    expect(labels(planWith('    type: prometheus', '    type: |'))).toEqual(
      expect.arrayContaining(['http', 'postgres', 'sentry', 'prometheus']),
    );
    expect(labels(planWith('  site:', '  site: { type: | }'))).toContain('http');
  });

  it('is the three severities', () => {
    expect(labels(planWith('severity', '          severity: |'))).toEqual(['blocking', 'critical', 'warning']);
  });

  it('is names that the plan itself has given', () => {
    expect(labels(planWith('source: metrics', '          source: |'))).toEqual(['site', 'metrics']);
    expect(labels(planWith('reviewed', '      - { id: reviewed, title: Reviewed, sign-off: | }'))).toEqual([
      'devops-lead',
    ]);
  });

  it('writes such a name as it is', () => {
    const { text, offset } = cursor(
      'sources: { a$b: {} }\nenvironments: { x: { watch: { criteria: { c: { source: | } } } } }\n',
    );
    expect(completionsAt(schema, text, offset)).toMatchObject([{ label: 'a$b', insert: 'a\\$b' }]);
  });

  it('is what that source can be asked for', () => {
    const http = labels(planWith('healthy', '        healthy: { source: site, check: { | } }'));
    expect(http).toEqual(expect.arrayContaining(['path', 'status']));
    expect(http).not.toContain('sql');
  });

  it('is both a line and the keys of a step after a dash', () => {
    expect(labels(planWith('      for: 24h', '    verify:\n      - |'))).toEqual(
      expect.arrayContaining(['run', 'get']),
    );
  });

  it('is nothing in a comment', () => {
    expect(labels(cursor('service: shop\n# ser|'))).toEqual([]);
  });

  it('offers what must be there first', () => {
    const at = planWith('reviewed', '      - { | }');
    const needed = completionsAt(schema, at.text, at.offset).filter((one) => one.needed);
    expect(needed.map(({ label }) => label)).toEqual(expect.arrayContaining(['id', 'title']));
  });

  it('keeps the colon that stands there', () => {
    const at = planWith('severity', '          sev|: critical');
    expect(completionsAt(schema, at.text, at.offset).find(({ label }) => label === 'severity')?.insert).toBe(
      'severity',
    );
  });
});
