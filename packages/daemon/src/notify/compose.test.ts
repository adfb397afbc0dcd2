import { type AnnouncementFacts, announcementReason } from '@daywatch/shared/vocabulary/announce.ts';
import { describe, expect, it } from 'vitest';
import { unknownPlaceholders } from '../plan/template-placeholders.ts';
import { builtInTemplates } from './built-in-templates.ts';
import { compose } from './compose.ts';

const facts = (changes: Partial<AnnouncementFacts> = {}): AnnouncementFacts => ({
  reason: 'no-go',
  at: '2026-12-01T22:00:00.000Z',
  atWords: 'Tuesday, 1 December 2026, 23:00 (Europe/Berlin)',
  service: 'shop',
  environment: 'production',
  deployment: '01JE',
  version: '1.4.2',
  commit: '9f8d111c0ffee0',
  deployedBy: 'devops',
  sequence: 6,
  verdict: 'no-go',
  recommendation: 'roll-back',
  rule: 'one blocking criterion fails',
  because: ['p95 is 412 ms', 'errors rise'],
  previous: '1.4.1',
  dashboards: [{ name: 'Grafana', url: 'https://grafana.example.com/d?a=1&b=2' }],
  ...changes,
});
const links = { dashboard: 'https://daywatch.example.com/?environment=production' };

describe('a message', () => {
  it('has its subject, reasons and links for every sort of reader', () => {
    const message = compose({ facts: facts(), links, role: 'devops-lead' });
    expect(message.subject).toBe('NO-GO for shop 1.4.2 on production: roll back');
    expect(message.text).toContain('- p95 is 412 ms\n- errors rise');
    expect(message.text).toContain('Grafana: https://grafana.example.com/d?a=1&b=2');
    expect(message.text).toContain('to you as one of devops-lead');
    expect(message.html).toContain('<a class="link" href="https://grafana.example.com/d?a=1&amp;b=2"');
    expect(message.mrkdwn).toContain('<https://grafana.example.com/d?a=1&amp;b=2|Grafana>');
    expect(message.mrkdwn).toContain('• p95 is 412 ms');
    expect(message.tone).toBe('bad');
  });

  it('leads into the editor', () => {
    const { text, html, mrkdwn } = compose({ facts: facts(), links: {} });
    const address = `vscode://daywatch.daywatch/dashboard/${facts().deployment}`;
    expect(text).toContain(`Open in VS Code: ${address}`);
    expect(html).toContain(`href="${address}"`);
    expect(mrkdwn).toContain(`<${address}|Open in VS Code>`);
  });

  it('lets nothing from elsewhere be more than words', () => {
    const evil =
      '<script>alert(1)</script> [click](http://evil) ![x](http://evil/p.png) **b** `c` <!channel> {{ report }} # h\n- item';
    const message = compose({ facts: facts({ because: [evil], version: '1.0 <b>', deployedBy: '1. *x*' }), links: {} });
    expect(message.html).not.toMatch(/<script|<b>|<img|href="http:\/\/evil/);
    expect(message.html).toContain(
      '&lt;script&gt;alert(1)&lt;/script&gt; [click](http://evil) ![x](http://evil/p.png) **b** `c`',
    );
    expect(message.mrkdwn).toContain('&lt;!channel&gt;');
    expect(message.mrkdwn).not.toContain('<!channel>');
    expect(message.subject).toBe('NO-GO for shop 1.0 <b> on production: roll back');
    expect(message.text).toContain('Deployed by: 1. *x*');
  });

  it('leaves out the lines that have nothing to say', () => {
    const { text, html } = compose({
      facts: facts({ reason: 'deploying', because: [], dashboards: [], previous: '' }),
      links: {},
    });
    expect(text).not.toMatch(/Replaces|undefined|\{\{/);
    expect(html).not.toMatch(/undefined|\{\{|<ul[^>]*><\/ul>/);
  });

  it('shows decisions as buttons', () => {
    const decide = [{ decision: 'roll-back', url: 'https://daywatch.example.com/decide/t' }] as const;
    const { html, text } = compose({ facts: facts(), links, decide });
    expect(html).toContain('<a class="button" href="https://daywatch.example.com/decide/t"');
    expect(text).toContain('Decide to roll back: https://daywatch.example.com/decide/t');
  });

  it('is written by a template of the plan', () => {
    const template = '# {{ service }}: {{status}}\n\nHi, {{ version }}.\n\n[bad](javascript:alert(1)) <b>html</b>\n';
    const { subject, text, html } = compose({ facts: facts(), links, template });
    expect(subject).toBe('shop: NO-GO');
    expect(text).toContain('Hi, 1.4.2.');
    expect(html).not.toContain('javascript:');
    expect(html).toContain('&lt;b&gt;');
  });

  it('without a heading is called by what it tells', () => {
    expect(compose({ facts: facts(), links, template: 'Hello' }).subject).toBe('shop 1.4.2 on production: NO-GO');
  });

  it.each(announcementReason.options)('of %s is whole', (reason) => {
    const { subject, text, html } = compose({ facts: facts({ reason }), links });
    expect(subject).toMatch(/shop/);
    expect(`${text}${html}`).not.toMatch(/undefined|\{\{|\\[.\-#]/);
    expect(unknownPlaceholders(builtInTemplates[reason])).toEqual([]);
  });
});
