import type { RunnerPhase } from '@daywatch/shared/vocabulary/deployment-words.ts';
import type { Paint } from './paint.ts';

const words: Readonly<Record<RunnerPhase, string>> = {
  preflight: 'Preflight',
  deploying: 'Deploy',
  verifying: 'Verify',
  'rolling-back': 'Roll back',
  'verifying-rollback': 'Verify the rollback',
};

export const heading = (phase: RunnerPhase, paint: Paint): readonly string[] => ['', paint.strong(words[phase])];
