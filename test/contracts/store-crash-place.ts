import type { Store } from '@daywatch/daemon/src/ports/store.ts';
import { openPostgresStore } from '@daywatch/daemon/src/store/open-postgres.ts';
import { openSqliteStore } from '@daywatch/daemon/src/store/open-sqlite.ts';
import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import { gauge } from './store-samples.ts';

/** `place` is the URL of a Postgres or a folder. */
export const openStoreAt = (place: string): Promise<Store> =>
  place.startsWith('postgres:')
    ? openPostgresStore({ url: place, log: { warn: () => {} } })
    : openSqliteStore({ folder: place });

/** More than one statement takes: it is the transaction that keeps them together. */
export const readingsPerBatch = 510;

export const reading = (index: number): Observation => gauge(`criterion-${index % 3}`, index, index / 8);
