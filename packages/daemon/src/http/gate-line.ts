import type { VerdictDocument } from '@daywatch/shared/api/views.ts';
import { verdictWords } from '@daywatch/shared/present/words.ts';

/** `GO production 1.4.2: errors are as usual`. */
export function gateLine({ verdict, environment, deployment, because, rule }: VerdictDocument): string {
  const what = deployment === undefined ? environment : `${environment} ${deployment.version}`;
  return `${verdictWords[verdict]} ${what}: ${because[0] ?? rule}\n`;
}

/** What a poller that knows only "go" and "no" hears. A stale state is no, whatever is asked for. */
export const gateStatus = (
  verdict: VerdictDocument['verdict'],
  undecidedIs: 'go' | 'no-go',
  stale: boolean,
): 200 | 503 => (!stale && (verdict === 'undecided' ? undecidedIs : verdict) === 'go' ? 200 : 503);
