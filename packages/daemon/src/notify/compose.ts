import { decisionWords } from '@daywatch/shared/present/words.ts';
import type { AnnouncementFacts } from '@daywatch/shared/vocabulary/announce.ts';
import type { PhrasingContent, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import type { Placeholder } from '../plan/template-placeholders.ts';
import type { Message } from '../ports/notifier.ts';
import { editorLinkTo } from './allowed-link.ts';
import { builtInTemplates } from './built-in-templates.ts';
import { reasonLooks } from './reason-words.ts';
import { renderHtml } from './render-html.ts';
import { renderMrkdwn } from './render-mrkdwn.ts';
import { inline, renderText } from './render-text.ts';
import { fillTemplate, plainInMarkdown } from './template.ts';

export interface DecisionLink {
  readonly decision: 'go' | 'no-go' | 'extend' | 'roll-back';
  readonly url: string;
}

export interface Composition {
  readonly facts: AnnouncementFacts;
  /** Markdown; the built-in one when left out. */
  readonly template?: string;
  readonly links: Message['links'];
  readonly decide?: readonly DecisionLink[];
  /** Why somebody gets it: `as one of stakeholders`. */
  readonly role?: string;
}

/** A message from its facts: a template's places are filled, and its Markdown is written out for each sort of reader. */
export function compose({ facts, template, links, decide = [], role }: Composition): Message {
  const look = reasonLooks[facts.reason];
  const markdown = fillTemplate(template ?? builtInTemplates[facts.reason], valuesOf(facts, links, decide));
  const nodes = fromMarkdown(markdown).children;
  const [title, body] = titled(nodes, `${facts.service} ${facts.version} on ${facts.environment}: ${look.words}`);
  const text = renderText(body);
  const footer = footerOf(facts, role);
  const status = look.words;
  return {
    subject: title,
    text: `${text}\n--\n${footer}\n`,
    html: renderHtml({
      title,
      preview: text.replace(/\s+/g, ' ').slice(0, 140),
      status: `${status} · ${facts.environment}`,
      tone: look.tone,
      nodes: body,
      footer,
      buttons: new Set(decide.map(({ url }) => url)),
    }),
    mrkdwn: `*${renderMrkdwn([{ type: 'paragraph', children: [{ type: 'text', value: title }] }])}*\n\n${renderMrkdwn(body)}`,
    markdown: withoutTitle(markdown),
    tone: look.tone,
    facts,
    links,
  };
}

/** The first heading is the subject. */
function titled(nodes: readonly RootContent[], otherwise: string): readonly [string, readonly RootContent[]] {
  const [first, ...rest] = nodes;
  if (first?.type !== 'heading' || first.depth !== 1) return [otherwise, nodes];
  return [plainWords(first.children), rest];
}

const plainWords = (nodes: readonly PhrasingContent[]): string => inline(nodes).replace(/\s+/g, ' ').trim();

const withoutTitle = (markdown: string): string => markdown.replace(/^\s*# .*\n+/, '').replace(/\n{3,}/g, '\n\n');

function valuesOf(
  facts: AnnouncementFacts,
  links: Message['links'],
  decide: readonly DecisionLink[],
): Partial<Record<Placeholder, string>> {
  const plain = (text: string | undefined): string => (text === undefined ? '' : plainInMarkdown(text));
  const { decision } = facts;
  return {
    service: plain(facts.service),
    environment: plain(facts.environment),
    version: plain(facts.version),
    commit: plain(facts.commit.slice(0, 12)),
    'deployed-by': plain(facts.deployedBy),
    status: plain(facts.reason === 'resolved' ? `over: ${facts.rule}` : reasonLooks[facts.reason].words),
    verdict: plain(facts.verdict?.toUpperCase()),
    recommendation: plain(facts.recommendation?.replaceAll('-', ' ')),
    rule: plain(facts.rule),
    reasons: facts.because.map((reason) => `- ${plain(reason)}`).join('\n'),
    previous: plain(facts.previous),
    decision:
      decision === undefined
        ? ''
        : `${plain(decision.by)} decided **${plain(decisionWords[decision.decision])}**: ${plain(decision.reason)}`,
    opens: plain(facts.opens?.words ?? (facts.reason === 'before' ? 'now' : undefined)),
    closes: plain(facts.closes),
    expected: plain(facts.expected),
    late: plain(facts.late),
    'watch-for': plain(facts.watchFor),
    at: plain(facts.atWords),
    deployment: plain(facts.deployment),
    report: links.report === undefined ? '' : `[Report](<${links.report}>)`,
    dashboard: links.dashboard === undefined ? '' : `[Live dashboard](<${links.dashboard}>)`,
    editor: `[Open in VS Code](<${editorLinkTo(facts.deployment)}>)`,
    // A list of its own: those of reasons and of decisions have other marks.
    dashboards: facts.dashboards.map(({ name, url }) => `+ [${plain(name)}](<${url}>)`).join('\n'),
    decide: decide.map(({ decision: word, url }) => `- [${linkTexts[word]}](<${url}>)`).join('\n'),
  };
}

const linkTexts: Readonly<Record<DecisionLink['decision'], string>> = {
  'roll-back': 'Decide to roll back',
  'no-go': 'Decide NO-GO',
  extend: 'Watch longer',
  go: 'Decide GO',
};

function footerOf({ service, environment, deployment }: AnnouncementFacts, role: string | undefined): string {
  const why = role === undefined ? '' : `, to you as one of ${role}`;
  return `Sent by Daywatch about deployment ${deployment} of ${service} to ${environment}${why}.`;
}
