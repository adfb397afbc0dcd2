import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { Silence } from '@daywatch/shared/vocabulary/silence.ts';
import type { Instant } from '@daywatch/shared/vocabulary/time.ts';
import type { Note } from '../deployments/decide-note.ts';
import type { Actor } from '../ports/commands.ts';
import { inForce } from './silenced-spans.ts';

/** What has happened to a watch that its record does not have yet, and who did it. */
export function watchNotes(given: {
  readonly watched: Deployment;
  readonly silences: readonly Silence[];
  readonly planHash: string;
  readonly now: Instant;
}): readonly { readonly note: Note; readonly by: Actor }[] {
  const { watched, silences, planHash, now } = given;
  const recorded = watched.silences ?? [];
  const current = inForce(silences, now);
  const begun = current.filter(({ id }) => !recorded.some((known) => known.id === id));
  const over = recorded.filter(({ id, ended }) => !ended && !current.some((silence) => silence.id === id));
  return [
    ...(watched.planHash === planHash ? [] : [{ note: { type: 'note-plan', planHash } as const, by: 'daemon' }]),
    ...begun.map((silence) => ({ note: { type: 'note-silence', silence } as const, by: silence.owner })),
    ...over.map(({ id }) => {
      const endedBy = silences.find((silence) => silence.id === id)?.endedBy;
      const because = endedBy === undefined ? 'its time was over' : `${endedBy} ended it`;
      return { note: { type: 'note-silence-end', silence: id, because } as const, by: endedBy ?? 'daemon' };
    }),
  ];
}
