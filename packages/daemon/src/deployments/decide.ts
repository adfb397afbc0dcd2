import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import { formatDuration, type Millis } from '@daywatch/shared/vocabulary/time.ts';
import type { Assessment } from '@daywatch/shared/vocabulary/verdict.ts';
import { askRollback } from './ask-rollback.ts';
import { isBusy } from './at-work.ts';
import { begin, type Request, resume } from './begin.ts';
import { decideByPerson, type PersonDecides } from './decide-by-person.ts';
import { decideNote, type Note } from './decide-note.ts';
import { decidePreparation, type Preparation } from './decide-preparation.ts';
import { decideReport, type Report } from './decide-report.ts';
import { type Decision, nothing, refuse } from './decision.ts';
import { judge } from './judge.ts';
import type { Others } from './others.ts';
import { giveUpRecovery, judgeRecovery, runningRecovery } from './recovery.ts';
import { offerRollback, type RollBack, rollBack } from './roll-back.ts';
import { tagStable } from './tag-stable.ts';

/** Everything that can be asked of a deployment. */
export type Command =
  | Request
  | Preparation
  | Report
  | { type: 'fall-silent'; silentFor: Millis }
  | ({ type: 'resume' } & Others)
  | RollBack
  | ({ type: 'offer-rollback' } & Others)
  | { type: 'ask-rollback'; reason: string }
  | PersonDecides
  /** `of`: the deployment itself, or the version that runs again after its rollback. */
  | { type: 'judge'; assessment: Assessment; of?: 'deployment' | 'recovery' }
  | { type: 'tag'; tag: string; commit: string; pushedTo?: string }
  | { type: 'supersede'; by: string }
  | Note;

/** What follows from a command in this state: events, or why not. Pure. */
export function decide(command: Command, state: Deployment | undefined): Decision {
  if (command.type === 'request') return begin(command, state);
  if (state === undefined) return refuse({ code: 'unknown-deployment', detail: 'There is no such deployment.' });
  switch (command.type) {
    case 'prepare':
    case 'take-up':
    case 'replan':
    case 'cancel':
    case 'sign-off':
    case 'withdraw-sign-off':
    case 'override':
    case 'note-check':
      return decidePreparation(command, state);
    case 'report':
      return decideReport(command, state);
    case 'fall-silent': {
      const because = `the runner has been silent for ${formatDuration(command.silentFor)}`;
      return isBusy(state) ? { events: [{ type: 'interrupted', because }] } : nothing;
    }
    case 'resume':
      return resume(command, state);
    case 'roll-back':
      return rollBack(command, state);
    case 'offer-rollback':
      return offerRollback(command, state);
    case 'ask-rollback':
      return askRollback(command, state);
    case 'decide':
      return decideByPerson(command, state);
    case 'judge':
      return command.of === 'recovery'
        ? { events: judgeRecovery(command.assessment, state) }
        : judge(command.assessment, state);
    case 'tag':
      return tagStable(command, state);
    case 'supersede':
      if (runningRecovery(state) !== undefined) return { events: [giveUpRecovery(command.by)] };
      return state.phase === 'watching' || state.phase === 'interrupted'
        ? { events: [{ type: 'superseded', by: command.by }] }
        : nothing;
    case 'note-blind-gap':
    case 'note-silence':
    case 'note-silence-end':
    case 'note-plan':
    case 'note-overrun':
    case 'note-aftermath':
    case 'note-announcement':
      return decideNote(command, state);
  }
}
