import type { VerdictDocument } from '@daywatch/shared/api/views.ts';
import { overrideWords } from '@daywatch/shared/present/override-words.ts';
import { verdictWords } from '@daywatch/shared/present/words.ts';

/** `GO production 1.4.2: errors are as usual`, and what was overridden to get there. */
export function gateLine({ verdict, environment, deployment, because, rule, overrides = [] }: VerdictDocument): string {
  const what = deployment === undefined ? environment : `${environment} ${deployment.version}`;
  const overridden = overrides.map((one) => ` (${overrideWords(one)})`).join('');
  return `${verdictWords[verdict]} ${what}: ${because[0] ?? rule}${overridden}\n`;
}

/** What a poller that knows only "go" and "no" hears. A stale state is no, whatever is asked for. */
export const gateStatus = (
  verdict: VerdictDocument['verdict'],
  undecidedIs: 'go' | 'no-go',
  stale: boolean,
): 200 | 503 => (!stale && (verdict === 'undecided' ? undecidedIs : verdict) === 'go' ? 200 : 503);
