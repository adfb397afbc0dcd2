import * as z from 'zod';
import { escapeMrkdwn } from '../notify/render-mrkdwn.ts';
import { defineNotifierKind, type Message } from '../ports/notifier.ts';
import { postOnce } from '../web/post-once.ts';
import { addressFault, shownAddress } from './web-address.ts';

/** A channel that understands Slack's incoming webhooks: Slack itself, Mattermost, Rocket.Chat, Discord's /slack. */
export const slack = defineNotifierKind({
  type: 'slack',
  summary: "An incoming webhook of Slack, or of what understands Slack's: Mattermost, Rocket.Chat, Discord's `/slack`.",
  options: z.strictObject({
    channel: z
      .string()
      .min(1)
      .optional()
      .meta({ description: 'Another channel than the webhook’s own, where it may.' }),
  }),
  to: { type: 'address', example: '${SLACK_WEBHOOK}', fault: addressFault },
  // A channel shows the same message twice.
  repeatable: () => false,
  open({ channel }, { to, outbound, clock }) {
    return {
      async send(delivery) {
        const body = { ...slackMessage(delivery.message), ...(channel !== undefined && { channel }) };
        const answer = await postOnce({ outbound, clock, url: to, where: shownAddress(to), body, delivery });
        return answer.type === 'answered' ? { type: 'accepted' } : answer;
      },
    };
  },
});

const colors: Readonly<Record<Message['tone'], string>> = {
  good: '#1a7f37',
  bad: '#c62828',
  caution: '#bf8700',
  neutral: '#3b5b8c',
};

/** `text` is what notifications and older clients show; the attachment brings the colour. */
export function slackMessage({ subject, mrkdwn, tone }: Pick<Message, 'subject' | 'mrkdwn' | 'tone'>) {
  return {
    text: escapeMrkdwn(subject),
    attachments: [{ color: colors[tone], text: withoutSubject(mrkdwn).slice(0, 3_900), mrkdwn_in: ['text'] }],
  };
}

const withoutSubject = (mrkdwn: string): string => mrkdwn.replace(/^\*.*\*\n+/, '');
