// Writes docs/sources.md: npm run docs -w packages/daemon
import { writeFile } from 'node:fs/promises';
import { sourceKinds } from '../sources/registry.ts';
import { proofs } from './proved-against.ts';
import { sourcesPage } from './sources-page.ts';

const file = new URL('../../../../docs/sources.md', import.meta.url);
await writeFile(file, sourcesPage({ kinds: sourceKinds, proofs }));
