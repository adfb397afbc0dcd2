import type { DecisionWord, Phase } from '../vocabulary/deployment-words.ts';
import type { JudgementState, Recommendation, VerdictWord } from '../vocabulary/verdict.ts';

/** How something feels, for whoever has colours. `busy` alone may move. */
export type Tone = 'good' | 'bad' | 'caution' | 'busy' | 'neutral';

export const verdictWords: Readonly<Record<VerdictWord, string>> = {
  go: 'GO',
  'no-go': 'NO-GO',
  undecided: 'UNDECIDED',
};

export const decisionWords: Readonly<Record<DecisionWord, string>> = {
  go: 'GO',
  'no-go': 'NO-GO',
  'roll-back': 'ROLL BACK',
  extend: 'EXTEND',
};

export const recommendationWords: Readonly<Record<Recommendation, string>> = {
  proceed: 'proceed',
  hold: 'hold',
  'roll-back': 'roll back',
};

export const phaseWords: Readonly<Record<Phase, string>> = {
  planned: 'Planned',
  preflight: 'Preflight',
  deploying: 'Deploying',
  verifying: 'Verifying',
  watching: 'Watching',
  succeeded: 'Succeeded',
  'rolling-back': 'Rolling back',
  'rolled-back': 'Rolled back',
  failed: 'Failed',
  interrupted: 'Interrupted',
  superseded: 'Superseded',
  cancelled: 'Cancelled',
};

interface Look {
  readonly tone: Tone;
  /** A VS Code codicon, without `$()`. */
  readonly icon: string;
}

export const verdictLooks: Readonly<Record<VerdictWord, Look>> = {
  go: { tone: 'good', icon: 'pass' },
  'no-go': { tone: 'bad', icon: 'error' },
  undecided: { tone: 'neutral', icon: 'eye' },
};

export const judgementLooks: Readonly<Record<JudgementState, Look>> = {
  passing: { tone: 'good', icon: 'pass' },
  failing: { tone: 'bad', icon: 'error' },
  undecided: { tone: 'neutral', icon: 'circle-outline' },
  blind: { tone: 'caution', icon: 'eye-closed' },
};
