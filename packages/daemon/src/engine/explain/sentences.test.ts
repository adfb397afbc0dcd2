import { expect, it } from 'vitest';
import { sentenceCases } from './sentence-cases.fixture.ts';
import { sentenceRow } from './sentence-row.fixture.ts';

const head =
  '| situation | state | because | flips when | value | limit | baseline |\n| --- | --- | --- | --- | --- | --- | --- |';

const page = (): string =>
  [
    '# What Daywatch says',
    'Every state of every measure, in the words that stand in the verdict, the editor and the messages. The deploy was at',
    '22:00 UTC. The page is made by the engine: `vitest run src/engine/explain -u` in `packages/daemon` writes it again, and',
    'a test holds it current.',
    ...Object.entries(sentenceCases).flatMap(([title, cases]) => [
      '',
      `## ${title}`,
      '',
      head,
      ...cases.map(sentenceRow),
    ]),
    '',
  ].join('\n');

it('says every state of every measure in a sentence that was read by people', async () => {
  await expect(page()).toMatchFileSnapshot('../../../../../docs/verdict/sentences.md');
}, 60_000);
