import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { currentPage } from './current-page.ts';
import { drawnDays } from './days.ts';
import { follow } from './follow.ts';
import { picture } from './picture.ts';

const written = (path: string): string => readFileSync(new URL(`../../../docs/${path}`, import.meta.url), 'utf8');

describe('docs/verdict.md is what the engine does today: node test/peers/page/write.ts writes it again', () => {
  it.each(drawnDays.map((day) => [day.file, day] as const))('%s', (file, day) => {
    expect(picture(day, follow(day))).toBe(written(`verdict/${file}`));
  });

  it('tables and captions', () => {
    const page = written('verdict.md');
    expect(currentPage(page)).toBe(page);
  });

  it('the pictures tell the story that their titles promise', () => {
    const [calm, atOnce, later, leak] = drawnDays.map((day) => {
      const looks = follow(day).looks;
      const first = (verdict: 'go' | 'no-go') => looks.find((look) => look.verdict === verdict)?.at;
      return { go: first('go'), noGo: first('no-go'), onset: day.truth?.at ?? 0 };
    });
    expect(calm).toMatchObject({ noGo: undefined });
    expect(calm?.go).toBeLessThanOrEqual(3600);
    expect(atOnce?.go).toBeUndefined();
    expect(atOnce?.noGo).toBeLessThan(2 * 3600);
    for (const day of [later, leak]) expect(day?.noGo).toBeGreaterThan(day?.onset ?? 0);
  });
});
