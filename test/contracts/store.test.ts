import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@daywatch/daemon/src/demo/machine/temporary-folder.ts';
import { MemoryStore } from '@daywatch/daemon/src/store/memory-store.ts';
import { openSqliteStore } from '@daywatch/daemon/src/store/open-sqlite.ts';
import { afterAll } from 'vitest';
import { storeContract } from './store-contract.ts';

const folder = temporaryFolder('store');
afterAll(() => rmSync(folder, { recursive: true }));
let opened = 0;

storeContract('in memory', async () => new MemoryStore());
storeContract('node:sqlite', () => openSqliteStore({ folder: join(folder, String(opened++)) }));
