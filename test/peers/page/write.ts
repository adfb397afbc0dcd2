import { readFileSync, writeFileSync } from 'node:fs';
import { currentPage } from './current-page.ts';
import { drawnDays } from './days.ts';
import { follow } from './follow.ts';
import { picture } from './picture.ts';

/** Draws the days of docs/verdict.md again, and writes its tables and captions: node test/peers/page/write.ts */
const docs = new URL('../../../docs/', import.meta.url);
for (const day of drawnDays) writeFileSync(new URL(`verdict/${day.file}`, docs), picture(day, follow(day)));
const page = new URL('verdict.md', docs);
writeFileSync(page, currentPage(readFileSync(page, 'utf8')));
