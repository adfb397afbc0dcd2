import { captionOf } from './caption.ts';
import { drawnDays } from './days.ts';
import { follow } from './follow.ts';
import { readResults } from './results.ts';
import { comparison, familyTable } from './tables.ts';

/** The page with everything that is computed put anew between its markers: `<!-- name -->` to `<!-- /name -->`. */
export function currentPage(page: string): string {
  const results = readResults();
  const parts: Record<string, string> = {
    ...(results && { comparison: comparison(results), families: familyTable(results) }),
    ...Object.fromEntries(drawnDays.map((day) => [day.file, captionOf(day, follow(day))])),
  };
  return Object.entries(parts).reduce((text, [name, part]) => between(text, name, part), page);
}

function between(page: string, name: string, part: string): string {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [start, end] = [page.indexOf(open), page.indexOf(close)];
  if (start < 0 || end < start) throw new Error(`docs/verdict.md has no ${open} … ${close}`);
  return `${page.slice(0, start + open.length)}\n${part}\n${page.slice(end)}`;
}
