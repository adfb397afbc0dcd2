import type { AnnouncementPlan } from '@daywatch/shared/vocabulary/announce.ts';
import * as z from 'zod';
import { maskSecrets, resolveSecrets, secretsIn } from '../plan/secrets.ts';
import type { Clock } from '../ports/clock.ts';
import type { Desktop, NotifierTools } from '../ports/notifier.ts';
import type { Outbound } from '../ports/outbound.ts';
import { maskAddress } from '../web/mask-address.ts';
import type { AnnouncementReach } from './reach-of-announcement.ts';
import { notifierKinds } from './registry.ts';

const resolvedParts = z.object({
  to: z.string(),
  options: z.unknown(),
  mail: z.object({ server: z.string(), from: z.string() }).exactOptional(),
});

/** Opens the notifier of an announcement for one recipient, with its secrets in place; or tells why it cannot be. */
export function openNotifier({
  announcement,
  to,
  secrets,
  reach,
  outbound,
  clock,
  desktop,
}: {
  readonly announcement: AnnouncementPlan;
  readonly to: string;
  readonly secrets: Readonly<Record<string, string | undefined>>;
  readonly reach: AnnouncementReach;
  readonly outbound: Outbound;
  readonly clock: Clock;
  readonly desktop: Desktop;
}) {
  const { name, by, options, mail } = announcement;
  const kind = notifierKinds.find(({ type }) => type === by);
  if (kind === undefined) throw new Error(`the plan let the notifier ${by} through`);
  const written = kind.options.safeParse(options);
  const repeatable = written.success && kind.repeatable(written.data);
  const parts = { to, options, ...(mail && { mail }) };
  const refused = reach.refusal(secretsIn(parts));
  if (refused !== undefined) return { because: refused, repeatable };
  const answer = resolveSecrets(parts, secrets);
  if ('missing' in answer) {
    const { missing } = answer;
    const are = missing.length === 1 ? 'is' : 'are';
    const because = `the announcement "${name}" needs ${missing.join(', ')}, which ${are} not set in the environment of the daemon`;
    return { because, repeatable };
  }
  const resolved = resolvedParts.parse(answer.resolved);
  const mask = (text: string): string => maskAddress(maskSecrets(text, answer.secrets), resolved.to);
  const checked = kind.options.safeParse(resolved.options);
  if (!checked.success) {
    const faults = checked.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
    return { because: mask(`the announcement "${name}" cannot be sent: ${faults}`), repeatable };
  }
  const fault = kind.to.type === 'address' ? kind.to.fault(resolved.to) : undefined;
  if (fault !== undefined) return { because: mask(`\`to\` of the announcement "${name}" ${fault}`), repeatable };
  const tools: NotifierTools = {
    to: resolved.to,
    outbound,
    clock,
    ...(resolved.mail && { mail: resolved.mail }),
    ...(reach.own && { desktop }),
  };
  return { notifier: kind.open(checked.data, tools), repeatable, mask };
}
