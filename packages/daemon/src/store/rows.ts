import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { RecordedEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';
import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import type { Silence } from '@daywatch/shared/vocabulary/silence.ts';
import { type Instant, instant, parseRfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import type { StableVersion, StoredPlan, StoredQuestion, StoredSnapshot } from '../ports/store.ts';
import { packReading, unpackReading } from './pack-reading.ts';
import type {
  DeploymentsTable,
  EventsTable,
  ObservationsTable,
  PlansTable,
  QuestionsTable,
  SeriesTable,
  SilencesTable,
  SnapshotsTable,
  StableVersionsTable,
} from './tables.ts';

export const deploymentRow = (deployment: Deployment): DeploymentsTable => ({
  id: deployment.id,
  environment: deployment.environment,
  requested_at: instantOf(deployment.requestedAt),
  ended_at: deployment.endedAt === undefined ? null : instantOf(deployment.endedAt),
  sequence: deployment.sequence,
  state: JSON.stringify(deployment),
});

export const deploymentOf = (row: Pick<DeploymentsTable, 'state'>): Deployment => JSON.parse(row.state);

export const eventRow = (event: RecordedEvent): EventsTable => ({
  deployment: event.deployment,
  sequence: event.sequence,
  recorded: JSON.stringify(event),
});

export const eventOf = (row: Pick<EventsTable, 'recorded'>): RecordedEvent => JSON.parse(row.recorded);

export const planRow = ({ registeredAt, ...plan }: StoredPlan): PlansTable => ({
  ...plan,
  registered_at: registeredAt,
});

export const planOf = ({ registered_at, ...plan }: PlansTable): StoredPlan => ({
  ...plan,
  registeredAt: instant(registered_at),
});

export const stableVersionOf = ({ at, ...version }: StableVersionsTable): StableVersion => ({
  ...version,
  at: instant(at),
});

export const snapshotRow = ({ deployment, at, state }: StoredSnapshot): SnapshotsTable => ({
  deployment,
  at,
  state: JSON.stringify(state),
});

export const snapshotOf = ({ deployment, at, state }: SnapshotsTable): StoredSnapshot => ({
  deployment,
  at: instant(at),
  state: JSON.parse(state),
});

export const questionOf = ({ since, ...question }: QuestionsTable): StoredQuestion => ({
  ...question,
  since: instant(since),
});

export const silenceRow = (silence: Silence): SilencesTable => ({
  id: silence.id,
  environment: silence.environment,
  until: instantOf(silence.until),
  silence: JSON.stringify(silence),
});

export const silenceOf = (row: Pick<SilencesTable, 'silence'>): Silence => JSON.parse(row.silence);

/** Times come with fractions of a millisecond where a source counts in seconds; Postgres has whole ones only. */
export function observationRows(
  observations: readonly Observation[],
  numberOf: (criterion: string) => number,
): ObservationsTable[] {
  const writer = new ByteWriter();
  return observations.map(({ criterion, at, seconds, reading }) => {
    packReading(writer, reading);
    return { series: numberOf(criterion), at: Math.round(at), seconds, reading: writer.take() };
  });
}

export const observationOf = (
  row: Pick<SeriesTable, 'criterion'> & Pick<ObservationsTable, 'at' | 'seconds' | 'reading'>,
): Observation => ({
  criterion: row.criterion,
  at: instant(row.at),
  seconds: row.seconds,
  reading: unpackReading(new ByteReader(row.reading)),
});

function instantOf(time: string): Instant {
  const at = parseRfc3339(time);
  if (at === undefined) throw new TypeError(`"${time}" is not an RFC 3339 time.`);
  return at;
}
