import type { Silence } from '@daywatch/shared/vocabulary/silence.ts';
import { parseDuration, parseRfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import type { AddCommand } from './add-command.ts';
import { Complaint } from './complaint.ts';
import { answerOf, type Connected, commonOptions, connect } from './context.ts';
import { exitCode } from './exit-code.ts';
import { silenceLines } from './silence-lines.ts';

interface Options {
  readonly environment?: string;
  readonly for?: string;
  readonly until?: string;
  readonly reason?: string;
  readonly list?: boolean;
  readonly end?: string;
}

export const silence: AddCommand = (program, context) => {
  program
    .command('silence [criterion]')
    .description('mutes a criterion for a time: it is not judged and not waited for, and every verdict says so')
    .option('--environment <name>', 'which one, if there is more than one')
    .option('--for <duration>', 'how long: 30m, 2h; 24h at most')
    .option('--until <time>', 'or until when, RFC 3339')
    .option('--reason <text>', 'why; it is shown and recorded')
    .option('--list', 'what is silenced now')
    .option('--end <id>', 'ends a silence at once')
    .action(async (criterion: string | undefined, options: Options, command) => {
      const common = commonOptions(command);
      const wish = wishOf(criterion, options);
      const { client } = connect(common, context);
      const print = (value: unknown, ...lines: readonly string[]) =>
        context.print(...(common.json === true ? [JSON.stringify(value)] : lines));
      const { paint, clock } = context;
      switch (wish.type) {
        case 'list': {
          const found = await inForce(client, options.environment);
          return print({ silences: found }, ...silenceLines(found, clock.now(), paint));
        }
        case 'end': {
          const found = (await inForce(client, options.environment)).find(({ id }) => id === wish.id);
          const environment = found?.environment ?? (await theOne(client, options.environment));
          const ended = answerOf(await client.endSilence({ environment, silence: wish.id }));
          return print(ended, `${paint.good('✓')} ${ended.criterion} of ${environment} is judged again.`);
        }
        case 'begin': {
          const environment = await theOne(client, options.environment);
          const begun = answerOf(await client.silence({ environment, body: wish.body }));
          return print(begun, `${paint.good('✓')} Silenced:`, ...silenceLines([begun], clock.now(), paint));
        }
      }
    });
};

type Wish =
  | { readonly type: 'list' }
  | { readonly type: 'end'; readonly id: string }
  | {
      readonly type: 'begin';
      readonly body: { criterion: string; reason: string } & ({ for: string } | { until: string });
    };

/** What is wanted; anything that cannot be is told before the daemon is asked. */
function wishOf(criterion: string | undefined, { list, end, reason, until, for: span }: Options): Wish {
  if (list === true) return { type: 'list' };
  if (end !== undefined) return { type: 'end', id: end };
  const example = 'daywatch silence checkout-p95 --for 2h --reason "the cache is being rebuilt"';
  const wrong = (message: string) => new Complaint(message, { hint: example, code: exitCode.wrongUse });
  if (criterion === undefined) throw wrong('Which criterion?');
  if (reason === undefined || reason.trim() === '') throw wrong('A silence needs its reason.');
  const oneEnd = () => wrong('A silence needs its end: --for or --until.');
  if (span !== undefined) {
    if (until !== undefined) throw oneEnd();
    if (parseDuration(span) === undefined) throw wrong(`"${span}" is not a duration.`);
    return { type: 'begin', body: { criterion, reason, for: span } };
  }
  if (until === undefined) throw oneEnd();
  if (parseRfc3339(until) === undefined) throw wrong(`"${until}" is not an RFC 3339 time.`);
  return { type: 'begin', body: { criterion, reason, until } };
}

type Client = Connected['client'];
type Listed = Omit<Silence, 'endedBy'>;

/** What is silenced in one environment, or in all. */
async function inForce(client: Client, environment: string | undefined): Promise<readonly Listed[]> {
  const views =
    environment === undefined
      ? answerOf(await client.environments()).environments
      : [answerOf(await client.environment({ environment }))];
  return views.flatMap(({ name, verdict }) => verdict.silences.map((one) => ({ ...one, environment: name })));
}

/** The named environment, or the only one there is. */
async function theOne(client: Client, environment: string | undefined): Promise<string> {
  if (environment !== undefined) return environment;
  const names = answerOf(await client.environments()).environments.map(({ name }) => name);
  const [only] = names;
  if (only !== undefined && names.length === 1) return only;
  const hint = only === undefined ? 'No plan is registered yet.' : `Say which with --environment: ${names.join(', ')}`;
  throw new Complaint('Which environment?', { hint, code: exitCode.wrongUse });
}
