import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { AnnouncementView } from '@daywatch/shared/api/views.ts';
import { type AnnouncementReason, announcementReason } from '@daywatch/shared/vocabulary/announce.ts';
import { millis } from '@daywatch/shared/vocabulary/time.ts';
import type { AddCommand } from './add-command.ts';
import { announcementLines } from './announcement-lines.ts';
import { previewOf } from './announcement-preview.ts';
import { Complaint } from './complaint.ts';
import { answerOf, type Connected, commonOptions, connect, environmentOf, readPlan } from './context.ts';
import { exitCode } from './exit-code.ts';
import { clean } from './terminal/fit.ts';

interface Options {
  readonly preview?: boolean;
  readonly on?: string;
  readonly name?: string;
  readonly html?: string;
  readonly send?: string;
  readonly test?: string | true;
}

/** How long the outcome of what was sent by hand is waited for. */
const looks = 40;

export const announce: AddCommand = (program, context) => {
  program
    .command('announce <environment>')
    .description('what was told to whom; shows messages before they are sent, tries them, and sends one once more')
    .option('--preview', 'show a message as it would be written, with made-up facts; nothing is sent')
    .option('--on <occasion>', `of what it tells: ${announcementReason.options.join(', ')}`)
    .option('--name <announcement>', 'by which announcement of the plan; the first one that fits when left out')
    .option('--html <file>', 'write the mail as a page, to look at in a browser')
    .option('--send <announcement>', 'send what it told last once more')
    .option('--test [announcement]', 'send a trial message by one announcement, or by all')
    .action(async (name: string, options: Options, command) => {
      const common = commonOptions(command);
      const print = (value: unknown, ...lines: readonly string[]) =>
        context.print(...(common.json === true ? [JSON.stringify(value)] : lines));
      if (options.preview === true || options.html !== undefined) {
        const { plan, file } = await readPlan(common, context);
        const environment = environmentOf(plan, name);
        const reason = options.on === undefined ? undefined : reasonNamed(options.on);
        const preview = previewOf({
          plan,
          file,
          environment,
          now: context.clock.now(),
          ...(reason && { reason }),
          ...(options.name !== undefined && { name: options.name }),
        });
        if ('because' in preview) throw new Complaint(preview.because, { hint: preview.hint, code: exitCode.wrongUse });
        const { message, announcement } = preview;
        if (options.html !== undefined) {
          writeFileSync(resolve(context.surroundings.folder, options.html), message.html);
          return print(
            { file: options.html, subject: message.subject },
            `Written to ${options.html}: ${clean(message.subject)}`,
          );
        }
        const { paint } = context;
        const to = announcement.recipients.map((one) => (one.role === undefined ? one.to : `${one.to} (${one.role})`));
        const { subject, text, html, markdown, mrkdwn } = message;
        return print(
          { announcement: announcement.name, by: announcement.by, to, subject, text, html, markdown, mrkdwn },
          paint.quiet(
            `${announcement.name}, by ${announcement.by} to ${to.join(', ')}; made-up facts, nothing is sent`,
          ),
          '',
          paint.strong(clean(subject)),
          '',
          ...text.split('\n').map(clean),
        );
      }
      const { client } = connect(common, context);
      const body = bodyOf(options);
      if (body === undefined) {
        const { announcements } = answerOf(await client.announcements({ environment: name }));
        return print({ announcements }, ...announcementLines(announcements, context.paint));
      }
      const asked = answerOf(await client.announce({ environment: name, body })).announcements;
      const settled = await outcomes(client, name, asked);
      print({ announcements: settled }, ...announcementLines(settled, context.paint));
      if (settled.some(({ state }) => state !== 'sent')) context.exit(exitCode.failed);
    });

  async function outcomes(client: Connected['client'], environment: string, asked: readonly AnnouncementView[]) {
    const keys = new Set(asked.map(({ key }) => key));
    let found = asked;
    for (let look = 0; look < looks; look += 1) {
      const { announcements } = answerOf(await client.announcements({ environment, limit: 500 }));
      found = announcements.filter(({ key }) => keys.has(key));
      // One that is tried again has had its first answer.
      if (found.every(({ state, because }) => isSettled(state) || (state === 'due' && because !== undefined))) break;
      await context.clock.sleep(pause);
    }
    return found;
  }
};

const pause = millis(250);

const isSettled = (state: AnnouncementView['state']): boolean =>
  state !== 'due' && state !== 'claimed' && state !== 'handed-over';

function bodyOf({ send, test }: Options): { test: true; announcement?: string } | { again: string } | undefined {
  if (send !== undefined) return { again: send };
  if (test === undefined) return undefined;
  return test === true ? { test: true } : { test: true, announcement: test };
}

function reasonNamed(word: string): AnnouncementReason {
  const read = announcementReason.safeParse(word);
  if (read.success) return read.data;
  throw new Complaint(`"${word}" is nothing that can be announced.`, {
    hint: `One of ${announcementReason.options.join(', ')}.`,
    code: exitCode.wrongUse,
  });
}
