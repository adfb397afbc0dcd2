import type { Client } from '@daywatch/shared/client/client.ts';
import type { EnvironmentPlan } from '@daywatch/shared/vocabulary/plan.ts';
import { type Millis, millis, minutes, parseDuration, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { systemIds } from '../ids.ts';
import { deploy as runDeploy } from '../runner/deploy.ts';
import { proposeDeploy } from '../runner/propose-deploy.ts';
import type { RunnerTools } from '../runner/session.ts';
import { tagVersion } from '../runner/tag-version.ts';
import type { AddCommand } from './add-command.ts';
import { ask } from './ask.ts';
import { chosenServices } from './chosen-services.ts';
import { Complaint } from './complaint.ts';
import { type Context, commonOptions } from './context.ts';
import { exitCode } from './exit-code.ts';
import { expectOption } from './expect-option.ts';
import { preview } from './preview.ts';
import { previewLines } from './preview-lines.ts';
import { tagLines } from './tag-lines.ts';
import { waitForFinal } from './wait-for-final.ts';
import { watchSummary } from './watch-summary.ts';
import { connectRunner, withRunner } from './with-runner.ts';

interface Options {
  readonly id?: string;
  readonly resume?: string;
  readonly override?: string;
  readonly waitForSignOffs?: string;
  readonly expect?: string;
  readonly preview?: boolean;
  readonly wait?: boolean;
  readonly service?: readonly string[];
  readonly yes?: boolean;
}

export const deploy: AddCommand = (program, context) => {
  program
    .command('deploy <environment>')
    .description('preflight, steps, verification; then the daemon watches')
    .option('--id <id>', 'the id of the deployment; default: a new one')
    .option('--resume <id>', 'go on with an interrupted deployment')
    .option('--override <reason>', 'deploy although the checklist is not fulfilled; the reason is recorded')
    .option(
      '--wait-for-sign-offs <time>',
      'how long to wait for missing sign-offs; default: 30m at a terminal, else not at all',
    )
    .option('--wait', 'stay until the watch is over; a final GO is tagged as stable')
    .addOption(expectOption('would be deployed'))
    .option('--preview', 'show what would be done, and do nothing')
    .option('--service <name...>', 'which services of the release are deployed; default: all')
    .option('-y, --yes', 'do not ask')
    .action(async (name: string, options: Options, command) => {
      const common = commonOptions(command);
      const signOffPatience = patience(options, context);
      const { daemon, client, url } = connectRunner(common, context);
      const asks = context.surroundings.canAsk && common.json !== true && options.yes !== true;
      if (options.preview === true) return preview('deploy', name, common, context, daemon, proposeDeploy);
      const began = context.clock.elapsed();
      await withRunner(name, common, context, async ({ screen, tools, ...place }) => {
        const id = options.resume ?? options.id ?? systemIds().next();
        // A planned deployment is taken up under its own id.
        let deployment = id;
        const tell: RunnerTools['tell'] = (event) => {
          if (event.type === 'begun' && event.deployment !== undefined) deployment = event.deployment;
          tools.tell(event);
        };
        const ending = await runDeploy(
          {
            ...place,
            id,
            resume: options.resume !== undefined,
            ...(options.override !== undefined && { override: options.override }),
            ...(options.expect !== undefined && { expected: options.expect }),
            ...chosenServices(place.plan, options.service),
            signOffPatience,
            confirm: async (facts) => {
              if (!asks) return true;
              context.print(...previewLines('deploy', facts, context.paint));
              const yes = await ask(`Deploy to ${name}?`);
              context.print('');
              return yes;
            },
          },
          { ...tools, tell, daemon },
        );
        if (ending.type === 'done' && common.json !== true) {
          await screen.close();
          const took = millis(context.clock.elapsed() - began);
          context.print(...(await summary(place.environment, client, url, took, context)));
        }
        if (ending.type !== 'done' || options.wait !== true) return ending;
        const { signal, git } = tools;
        const say = (sentence: string) => {
          if (common.json !== true) context.tell(context.paint.quiet(sentence));
        };
        const over = await waitForFinal(
          { environment: name, deployment },
          { client, clock: context.clock, signal },
          say,
        );
        if (over.type !== 'done') return over;
        const tagged = await tagVersion(place.environment, { git, client, url, signal });
        if (tagged.type !== 'tagged') return tagged;
        if (common.json === true) context.print(JSON.stringify(tagged));
        else context.print(...tagLines(tagged, context.paint));
        return over;
      });
    });
};

function patience({ waitForSignOffs }: Options, { surroundings }: Context): Millis {
  if (waitForSignOffs === undefined) return surroundings.canAsk ? minutes(30) : seconds(0);
  const span = parseDuration(waitForSignOffs);
  if (span !== undefined) return span;
  throw new Complaint(`"${waitForSignOffs}" is not a time.`, { hint: 'Write it like 30m.', code: exitCode.wrongUse });
}

/** The watch begins a moment after the verification's last report. */
async function summary(
  { name, rollback }: EnvironmentPlan,
  client: Client,
  url: string,
  took: Millis,
  { clock, paint }: Context,
): Promise<readonly string[]> {
  for (let tries = 1; ; tries += 1) {
    const got = await client.environment({ environment: name });
    if (got.ok && (got.value.verdict.watch !== undefined || tries === 10)) {
      const undo = rollback !== undefined;
      const { columns } = process.stdout;
      return watchSummary({ view: got.value, url, now: clock.now(), took, undo, paint, columns });
    }
    if (!got.ok && tries === 10) return ['', `${paint.good('✓')} Deployed.`];
    await clock.sleep(millis(200));
  }
}
