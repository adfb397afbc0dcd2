import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import { hours, type Instant, minus, parseRfc3339, plus } from '@daywatch/shared/vocabulary/time.ts';
import type { RecordedSilence } from '../replay/replay-watch.ts';
import { dataFolderOf, storeDatabaseOf } from '../settings.ts';
import { readPostgresStore, readSqliteStore, type StoreForReading } from '../store/open-for-reading.ts';
import { Complaint } from './complaint.ts';
import type { Context } from './context.ts';
import { exitCode } from './exit-code.ts';
import { planFolder } from './find-daemon.ts';

const readAtOnce = hours(1);

/** The daemon's own store: a folder when one is named, else where the daemon of this plan keeps its data. Read only. */
export async function openRecorded(
  { data, plan }: { readonly data?: string | undefined; readonly plan?: string | undefined },
  { surroundings }: Context,
): Promise<StoreForReading> {
  const { environment, folder } = surroundings;
  const database = data === undefined ? storeDatabaseOf(environment) : undefined;
  try {
    if (database !== undefined) return await readPostgresStore(database.url);
    return await readSqliteStore(
      dataFolderOf(data === undefined ? planFolder(folder, plan) : folder, environment, data),
    );
  } catch (cause) {
    if (!(cause instanceof Error && cause.name === 'StoreUnavailable')) throw cause;
    throw new Complaint(cause.message, {
      hint: "--data FOLDER or DAYWATCH_DATABASE_URL names the daemon's data.",
      code: exitCode.unknown,
      cause,
    });
  }
}

export async function recordedDeployment(store: StoreForReading, id: string): Promise<Deployment> {
  const found = await store.deployment(id);
  if (found !== undefined) return found;
  const newest = await store.deployments({ limit: 5 });
  throw new Complaint(`There is no deployment ${id} in this store.`, {
    hint:
      newest.length === 0
        ? 'It has none at all.'
        : `The newest are ${newest.map((one) => `${one.id} (${one.version.version}, ${one.environment})`).join(', ')}.`,
    code: exitCode.wrongUse,
  });
}

/** When the watch of a deployment began. */
export function watchedFrom({ id, finishedAt, watchStartedAt }: Deployment): Instant {
  const text = finishedAt ?? watchStartedAt;
  const at = text === undefined ? undefined : parseRfc3339(text);
  if (at !== undefined) return at;
  throw new Complaint(`Deployment ${id} never finished its deploy, so nothing was watched.`, {
    code: exitCode.wrongUse,
  });
}

/** What was frozen before a deployment, and then what was read after it, an hour at a time. */
export async function* recordedReadings(
  store: StoreForReading,
  { id, environment }: Pick<Deployment, 'id' | 'environment'>,
  { from, to }: { readonly from: Instant; readonly to: Instant },
): AsyncGenerator<readonly Observation[]> {
  const baseline = (await store.baseline(id)).filter(({ at }) => at < from);
  yield baseline.sort((a, b) => a.at - b.at);
  yield* storedBetween(store, environment, { from, to });
}

export async function* storedBetween(
  store: StoreForReading,
  environment: string,
  { from, to }: { readonly from: Instant; readonly to: Instant },
): AsyncGenerator<readonly Observation[]> {
  for (let at = from; at < to; at = plus(at, readAtOnce)) {
    const end = Math.min(to, plus(at, readAtOnce)) as Instant;
    yield [...(await store.observations({ environment, from: at, to: end }))].sort((a, b) => a.at - b.at);
  }
}

/** Who was muted when: the watch knew it too. */
export async function recordedSilences(
  store: StoreForReading,
  environment: string,
  after: Instant,
): Promise<readonly RecordedSilence[]> {
  const silences = await store.silences(environment, minus(after, hours(24)));
  return silences.flatMap(({ criterion, from, until }) => {
    const [begin, end] = [parseRfc3339(from), parseRfc3339(until)];
    return begin === undefined || end === undefined ? [] : [{ criterion, from: begin, until: end }];
  });
}
