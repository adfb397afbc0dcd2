import type { DrawnDay } from './days.ts';
import type { Followed } from './follow.ts';

/** What Daywatch said on the drawn day, and what would draw it again. */
export function captionOf({ file, seed, truth, story }: DrawnDay, { looks, sentence }: Followed): string {
  const stop = looks.find(({ verdict }) => verdict === 'no-go');
  const go = looks.find(({ verdict }) => verdict === 'go');
  const said = [
    ...(go === undefined ? [] : [`GO after ${span(go.at)}`]),
    ...(stop === undefined ? [] : [`NO-GO ${span(stop.at - (truth?.at ?? 0))} after it began`]),
  ];
  return [
    `![${story.criterion.title}: ${said.join(', ')}](verdict/${file})`,
    '',
    `> **${story.criterion.title}:** ${sentence}`,
    '',
    `${said.join('; ')}. Seed ${seed}.`,
  ].join('\n');
}

function span(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} minutes` : `${(minutes / 60).toFixed(1)} hours`;
}
