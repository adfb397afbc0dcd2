import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { stopOnSignals } from '../lifecycle.ts';
import { createLogger } from '../log.ts';
import type { PlanInvalid } from '../main.ts';
import { readDaemonSettings, type ServeOptions } from '../settings.ts';
import type { AddCommand } from './add-command.ts';
import { Complaint, PlanComplaint } from './complaint.ts';
import { commonOptions } from './context.ts';
import { exitCode } from './exit-code.ts';
import { findPlanFile, planFolder } from './find-daemon.ts';

export const serve: AddCommand = (program, context) => {
  program
    .command('serve')
    .description('the daemon: measures, judges, serves the verdict and the dashboard')
    .option('--host <address>', 'where it listens (DAYWATCH_HOST; 127.0.0.1)')
    .option('--port <number>', 'on which port; 0 takes a free one (DAYWATCH_PORT; 4790)')
    .option('--data <folder>', 'where it keeps its data (DAYWATCH_DATA; .daywatch beside the plan)')
    .option('--embedded', 'the embedded store even if DATABASE_URL is set')
    .action(async (options: ServeOptions, command) => {
      const { plan, json } = commonOptions(command);
      const { folder } = context.surroundings;
      const settings = readDaemonSettings(context.surroundings, planFolder(folder, plan), options);
      if ('problems' in settings) throw new PlanComplaint(settings.problems, { code: exitCode.wrongUse });
      const planFile = plan === undefined ? findPlanFile(folder) : resolve(folder, plan);
      // The daemon is most of the program: the other commands do without it.
      const { startDaemon } = await import('../main.ts');
      const daemon = await startDaemon({
        settings,
        ...(planFile !== undefined && { planFile }),
        dashboardPage: dashboardPage(),
        log: createLogger({ level: settings.logLevel }),
      }).catch(explain);
      const address = `${daemon.url}/#token=${daemon.token}`;
      if (json === true) context.print(JSON.stringify({ url: daemon.url }));
      else if (context.surroundings.live) context.print(`Daywatch listens on ${daemon.url}`, `Dashboard: ${address}`);
      else context.print(`Daywatch listens on ${daemon.url}`);
      await new Promise<void>((resolveStopped) => {
        stopOnSignals(async () => {
          await daemon.stop();
          resolveStopped();
        });
      });
      context.exit(exitCode.ok);
    });
};

/** Built beside the program; where the program runs from its sources, in `dist`. It becomes text when it is asked for. */
function dashboardPage(): () => string {
  const places = ['./dashboard.html', '../../dist/dashboard.html'].map((place) => new URL(place, import.meta.url));
  const built = places.find((place) => existsSync(place));
  if (built === undefined)
    return () => '<!doctype html><title>Daywatch</title><p>The dashboard is not built: npm run build.';
  // Read now: by then the file may be another version's.
  const page = readFileSync(built);
  return () => page.toString();
}

/** What a user can mend is told in words; everything else is a bug. */
function explain(cause: unknown): never {
  if (!(cause instanceof Error)) throw cause;
  if (isPlanInvalid(cause)) throw new PlanComplaint(cause.problems, { text: readFileSync(cause.file, 'utf8') });
  const ofTheSystem = cause.cause instanceof Error && 'code' in cause.cause;
  if (cause.name === 'StoreUnavailable' || ofTheSystem) throw new Complaint(cause.message, { cause });
  throw cause;
}

const isPlanInvalid = (cause: Error): cause is PlanInvalid => cause.name === 'PlanInvalid';
