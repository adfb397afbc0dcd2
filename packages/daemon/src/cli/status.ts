import type { EnvironmentView } from '@daywatch/shared/api/views.ts';
import { follow } from '@daywatch/shared/client/follow.ts';
import { seconds } from '@daywatch/shared/vocabulary/time.ts';
import type { AddCommand } from './add-command.ts';
import { answerOf, type CommonOptions, type Connected, type Context, commonOptions, connect } from './context.ts';
import { exitCode } from './exit-code.ts';
import { onInterruption } from './interruption.ts';
import { statusLines } from './status-lines.ts';
import { openRedrawn } from './terminal/redrawn.ts';

const tick = seconds(5);

export const status: AddCommand = (program, context) => {
  program
    .command('status [environment]')
    .description('the verdict, its reasons and every criterion')
    .option('-w, --watch', 'live, until Ctrl-C')
    .action(async (name: string | undefined, { watch }: { watch?: boolean }, command) => {
      const options = commonOptions(command);
      const connected = connect(options, context);
      if (watch === true) return watchStatus(name, connected, options, context);
      const { client } = connected;
      const views =
        name === undefined
          ? answerOf(await client.environments()).environments
          : [answerOf(await client.environment({ environment: name }))];
      if (options.json === true) context.print(JSON.stringify(name === undefined ? { environments: views } : views[0]));
      else if (views.length === 0) context.print('No plan is in force yet: `daywatch serve` beside a plan, or deploy.');
      else context.print(...pageOf(views, context));
      context.exit(exitCode.ok);
    });
};

function pageOf(views: readonly EnvironmentView[], { clock, paint }: Context): readonly string[] {
  const { columns } = process.stdout;
  return views.flatMap((view, index) => [
    ...(index === 0 ? [] : ['']),
    ...statusLines(view, clock.now(), { paint, columns }),
  ]);
}

/** At a terminal the page is redrawn; else a verdict is printed whenever it has changed. */
async function watchStatus(
  name: string | undefined,
  { url, token }: Connected,
  options: CommonOptions,
  context: Context,
): Promise<void> {
  const { signal: interrupted, release } = onInterruption();
  const unread = new AbortController();
  // `daywatch status --watch | head`
  process.stdout.once('error', () => unread.abort());
  const signal = AbortSignal.any([interrupted, unread.signal]);
  const live = context.surroundings.live && options.json !== true;
  const page = openRedrawn({
    write: (text) => process.stdout.write(text),
    rows: () => process.stdout.rows ?? 24,
  });
  const views = new Map<string, EnvironmentView>();
  const shown = new Map<string, string>();
  const redraw = (note?: string) => {
    if (live)
      page.draw([
        ...pageOf([...views.values()], context),
        ...(note === undefined ? [] : ['', context.paint.caution(note)]),
      ]);
  };
  // The countdown and the age of a stale verdict move although nothing arrives.
  const ticking = (async () => {
    while (live && !signal.aborted) {
      await context.clock.sleep(tick, signal);
      if (views.size > 0 && !signal.aborted) redraw();
    }
  })();
  const where = {
    url,
    signal,
    ...(token !== undefined && { token }),
    ...(name !== undefined && { environment: name }),
  };
  for await (const item of follow(where)) {
    if (item.type === 'environment' && (name === undefined || item.environment.name === name)) {
      const view = item.environment;
      views.set(view.name, view);
      if (options.json === true) context.print(JSON.stringify(view));
      else if (live) redraw();
      else if (shown.get(view.name) !== keyOf(view)) context.print(...pageOf([view], context));
      shown.set(view.name, keyOf(view));
    } else if (item.type === 'disconnected') {
      if (live) redraw(item.because);
      else context.tell(item.because);
      if (item.failure.type === 'refused') {
        context.exit(exitCode.unknown);
        break;
      }
    }
  }
  release();
  await ticking;
  page.end();
}

const keyOf = ({ verdict, deployment }: EnvironmentView): string =>
  JSON.stringify([
    verdict.verdict,
    verdict.recommendation,
    verdict.final,
    verdict.rule,
    verdict.watch?.extendedBy,
    deployment?.phase,
    deployment?.overruns?.length,
    deployment?.ticket,
  ]);
