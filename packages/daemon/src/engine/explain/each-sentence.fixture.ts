import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sentenceCases } from './sentence-cases.fixture.ts';
import { sentenceRow } from './sentence-row.fixture.ts';

/**
 * The page of sentences again, one test a sentence: for mutation testing, which asks again and again whether any of
 * them has changed. Every day the page is held by `sentences.test.ts`, which also writes it.
 */
const page = readFileSync(new URL('../../../../../docs/verdict/sentences.md', import.meta.url), 'utf8').split('\n');

describe.each(Object.entries(sentenceCases))('%s', (_, cases) => {
  it.each(cases)('$situation', (of) => expect(page).toContain(sentenceRow(of)));
});
