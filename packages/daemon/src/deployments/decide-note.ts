import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { Silence } from '@daywatch/shared/vocabulary/silence.ts';
import { type AftermathEvent, noteAftermath } from './aftermath.ts';
import { type AnnouncementEvent, noteAnnouncement } from './announced.ts';
import { isDeploying } from './at-work.ts';
import { type Decision, nothing } from './decision.ts';

/** What happened beside the verdict, for instance to the watch. Each is recorded once, however often it is told. */
export type Note =
  | { type: 'note-blind-gap'; from: string; until: string }
  | { type: 'note-silence'; silence: Silence }
  | { type: 'note-silence-end'; silence: string; because: string }
  | { type: 'note-plan'; planHash: string }
  | { type: 'note-overrun'; what: 'expected' | 'window'; because: string }
  | { type: 'note-aftermath'; event: AftermathEvent }
  | { type: 'note-announcement'; event: AnnouncementEvent };

/** What follows from it. Pure. */
export function decideNote(note: Note, state: Deployment): Decision {
  switch (note.type) {
    case 'note-blind-gap':
      if (state.blindGaps.at(-1)?.from === note.from) return nothing;
      return { events: [{ type: 'daemon-resumed', blindFrom: note.from, blindUntil: note.until }] };
    case 'note-silence': {
      const { id, criterion, reason, until } = note.silence;
      if (state.phase !== 'watching' || state.silences?.some((known) => known.id === id)) return nothing;
      return { events: [{ type: 'silenced', silence: id, criterion, reason, until }] };
    }
    case 'note-silence-end': {
      const known = state.silences?.find(({ id }) => id === note.silence);
      if (known === undefined || known.ended) return nothing;
      const { id, criterion } = known;
      return { events: [{ type: 'silence-ended', silence: id, criterion, because: note.because }] };
    }
    case 'note-plan':
      if (state.phase !== 'watching' || state.planHash === note.planHash) return nothing;
      return { events: [{ type: 'plan-changed', from: state.planHash, to: note.planHash }] };
    case 'note-overrun': {
      const { what, because } = note;
      const known = state.overruns?.some((one) => one.what === what) === true;
      return known || !isDeploying(state) ? nothing : { events: [{ type: 'window-overrun', what, because }] };
    }
    case 'note-aftermath':
      return { events: noteAftermath(note.event, state) };
    case 'note-announcement':
      return noteAnnouncement(note.event, state);
  }
}
