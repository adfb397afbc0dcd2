import type { AnnouncementReason } from '@daywatch/shared/vocabulary/announce.ts';

interface Look {
  readonly words: string;
  readonly tone: 'good' | 'bad' | 'caution' | 'neutral';
}

/** What has happened, in a few words, and how it feels. */
export const reasonLooks: Readonly<Record<AnnouncementReason, Look>> = {
  before: { words: 'Planned deployment', tone: 'neutral' },
  planned: { words: 'Planned', tone: 'neutral' },
  deploying: { words: 'Deploying', tone: 'neutral' },
  verifying: { words: 'Deployed, being verified', tone: 'neutral' },
  watching: { words: 'Deployed and verified, the watch begins', tone: 'neutral' },
  go: { words: 'GO so far', tone: 'good' },
  'no-go': { words: 'NO-GO', tone: 'bad' },
  'roll-back-recommended': { words: 'NO-GO, roll back', tone: 'bad' },
  undecided: { words: 'A decision is needed', tone: 'caution' },
  decided: { words: 'Decided', tone: 'neutral' },
  extended: { words: 'Watched longer', tone: 'neutral' },
  blind: { words: 'Daywatch was away for a time', tone: 'caution' },
  overrun: { words: 'It takes longer than expected', tone: 'caution' },
  interrupted: { words: 'Interrupted', tone: 'caution' },
  'automatic-rollback': { words: 'A runner may roll back by itself', tone: 'bad' },
  'rolling-back': { words: 'Rolling back', tone: 'caution' },
  'rolled-back': { words: 'Rolled back', tone: 'caution' },
  recovered: { words: 'Well again after the rollback', tone: 'good' },
  'not-recovered': { words: 'NOT well again after the rollback', tone: 'bad' },
  'recovery-unknown': { words: 'Rolled back, and not known to be well again', tone: 'caution' },
  'ticket-opened': { words: 'A ticket was opened', tone: 'neutral' },
  succeeded: { words: 'Successful, final GO', tone: 'good' },
  failed: { words: 'Failed', tone: 'bad' },
  superseded: { words: 'A newer deployment took over', tone: 'neutral' },
  cancelled: { words: 'Cancelled, nothing was changed', tone: 'neutral' },
  resolved: { words: 'Over', tone: 'good' },
  test: { words: 'Trial message', tone: 'neutral' },
};
