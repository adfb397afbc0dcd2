import type { Occasion } from '@daywatch/shared/vocabulary/announce.ts';
import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { RecordedEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';
import type { RecoveryOutcome } from '@daywatch/shared/vocabulary/deployment-words.ts';
import type { Assessment } from '@daywatch/shared/vocabulary/verdict.ts';

/** The verdict on a deployment as its record has it. */
export type RecordedRuling = Pick<Assessment, 'verdict' | 'recommendation' | 'rule' | 'because' | 'final'>;

/** One event with what it made of the deployment. */
export interface Moment {
  readonly recorded: RecordedEvent;
  readonly before?: Standing;
  readonly after: Standing;
}

export interface Standing {
  readonly deployment: Deployment;
  readonly ruling: RecordedRuling;
}

/**
 * What a moment is an occasion for. An occasion is a change: what stays as it is, is told once, and the same is told
 * again only after something else was the case in between.
 */
export function occasionsOf({ recorded, before, after }: Moment): readonly Occasion[] {
  const occasions: Occasion[] = [];
  const phase = after.deployment.phase;
  if (phase !== 'preflight' && phase !== before?.deployment.phase) occasions.push(phase);
  const [was, is] = [judged(before), judged(after)];
  if (is?.verdict === 'no-go' && was?.verdict !== 'no-go') occasions.push('no-go');
  if (is?.recommendation === 'roll-back' && was?.recommendation !== 'roll-back')
    occasions.push('roll-back-recommended');
  if (is?.verdict === 'go' && was?.verdict !== 'go') occasions.push('go');
  if (waitsForDecision(after) && (before === undefined || !waitsForDecision(before))) occasions.push('undecided');
  const own = ofEvent(recorded);
  if (own !== undefined) occasions.push(own);
  return occasions;
}

function ofEvent({ event }: RecordedEvent): Occasion | undefined {
  switch (event.type) {
    case 'decided':
      return 'decided';
    case 'daemon-resumed':
      return 'blind';
    case 'window-overrun':
      return 'overrun';
    case 'watch-extended':
      return 'extended';
    case 'automatic-rollback-offered':
      return 'automatic-rollback';
    case 'rollback-watch-ended':
      return recoveries[event.outcome];
    case 'ticket-opened':
      return 'ticket-opened';
    default:
      return undefined;
  }
}

const recoveries = {
  recovered: 'recovered',
  'not-recovered': 'not-recovered',
  undecided: 'recovery-unknown',
} as const satisfies Record<RecoveryOutcome, Occasion>;

/** Only of what runs and is judged: that a rollback is under way is its phase, and no verdict. */
function judged(standing: Standing | undefined): RecordedRuling | undefined {
  const phase = standing?.deployment.phase;
  return phase === 'watching' || phase === 'failed' ? standing?.ruling : undefined;
}

const waitsForDecision = ({ deployment, ruling }: Standing): boolean =>
  deployment.phase === 'watching' && ruling.final && ruling.verdict === 'undecided';

/** Of several at one moment the first that an announcement is about is told. */
export const mostTelling: readonly Occasion[] = [
  'not-recovered',
  'automatic-rollback',
  'roll-back-recommended',
  'no-go',
  'failed',
  'recovery-unknown',
  'recovered',
  'rolled-back',
  'rolling-back',
  'succeeded',
  'undecided',
  'interrupted',
  'extended',
  'decided',
  'overrun',
  'go',
  'watching',
  'verifying',
  'deploying',
  'planned',
  'superseded',
  'cancelled',
  'ticket-opened',
  'blind',
];

/** What was told as trouble is none any more. */
export function isOver(occasion: Occasion, { deployment, ruling }: Standing): boolean {
  const { phase } = deployment;
  const isWorkedOn = phase === 'rolling-back' || phase === 'interrupted';
  switch (occasion) {
    case 'no-go':
      return !isWorkedOn && judged({ deployment, ruling })?.verdict !== 'no-go';
    case 'roll-back-recommended':
      return !isWorkedOn && judged({ deployment, ruling })?.recommendation !== 'roll-back';
    case 'failed':
      return !isWorkedOn && phase !== 'failed';
    case 'undecided':
      return !waitsForDecision({ deployment, ruling });
    case 'interrupted':
      return phase !== 'interrupted';
    case 'overrun':
      return phase !== 'deploying' && phase !== 'verifying';
    default:
      return true;
  }
}
