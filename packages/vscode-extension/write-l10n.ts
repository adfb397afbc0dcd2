import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { textsIn } from './texts-in.ts';

const texts = textsIn(join(import.meta.dirname, 'src'));
writeFileSync('l10n/bundle.l10n.json', `${JSON.stringify(texts, null, 2)}\n`);
console.log(`l10n/bundle.l10n.json: ${Object.keys(texts).length} texts`);
