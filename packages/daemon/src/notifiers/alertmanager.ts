import { days, instant, parseRfc3339, plus, rfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import * as z from 'zod';
import { defineNotifierKind, isAboutTrouble, type Message } from '../ports/notifier.ts';
import { postOnce } from '../web/post-once.ts';
import { addressFault, shownAddress } from './web-address.ts';

/** How long an alert stands when nobody ends it. */
const standsFor = days(1);

/** Alerts in a Prometheus Alertmanager, which routes, groups and silences them; over when the trouble is. */
export const alertmanager = defineNotifierKind({
  type: 'alertmanager',
  summary: 'Alerts in a Prometheus Alertmanager (`/api/v2/alerts`); they are resolved when the trouble is over.',
  options: z.strictObject({
    labels: z
      .record(z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, 'is no name of a label'), z.string().min(1))
      .optional()
      .meta({ description: 'More labels, for its routes: team, severity.' }),
    headers: z.record(z.string(), z.string()).optional().meta({ description: 'More headers, for instance a token.' }),
  }),
  to: { type: 'address', example: 'http://alertmanager:9093', fault: addressFault },
  occasions: ['no-go', 'roll-back-recommended', 'failed', 'undecided', 'interrupted', 'overrun'],
  resolves: true,
  // The same labels are the same alert.
  repeatable: () => true,
  open({ labels, headers }, { to, outbound, clock }) {
    return {
      async send(delivery) {
        const url = `${to.replace(/\/+$/, '')}/api/v2/alerts`;
        const body = [alertOf(delivery.message, labels)];
        const where = shownAddress(to);
        const answer = await postOnce({ outbound, clock, url, where, body, delivery, ...(headers && { headers }) });
        return answer.type === 'answered' ? { type: 'accepted' } : answer;
      },
    };
  },
});

/** What fires and what resolves have the same labels; they differ in their end. */
export function alertOf({ facts, subject, text, links }: Message, labels: Readonly<Record<string, string>> = {}) {
  const isOver = facts.reason === 'resolved';
  const about = isOver ? (facts.rule ?? '') : facts.reason;
  const at = parseRfc3339(facts.at) ?? instant(0);
  return {
    labels: {
      alertname: `Daywatch${about.split('-').map(capital).join('')}`,
      service: facts.service,
      environment: facts.environment,
      deployment: facts.deployment,
      severity: about === 'undecided' || about === 'overrun' ? 'warning' : 'critical',
      ...labels,
    },
    annotations: {
      summary: subject,
      description: facts.because.join('\n') || text,
      version: facts.version,
      ...(links.dashboard !== undefined && { dashboard: links.dashboard }),
    },
    // Alertmanager keeps the earliest begin that it was told.
    ...(!isOver && { startsAt: facts.at }),
    endsAt: isOver || !isAboutTrouble(facts.reason) ? facts.at : rfc3339(plus(at, standsFor)),
    ...(links.dashboard !== undefined && { generatorURL: links.dashboard }),
  };
}

const capital = (word: string): string => `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
