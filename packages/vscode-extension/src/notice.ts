import type { EnvironmentView } from '@daywatch/shared/api/views.ts';
import { reasonOf } from '@daywatch/shared/present/reason-of.ts';
import type { Instant } from '@daywatch/shared/vocabulary/time.ts';
import { t } from '@vscode/l10n';
import { currentView, type Model } from './model.ts';

/** Something a person must be told now. Everything else is in the status bar and the tree. */
export type Notice =
  | { readonly type: 'roll-back'; readonly deployment: string; readonly message: string }
  /** NO-GO, and not enough for a rollback by the plan's own clauses. */
  | { readonly type: 'hold'; readonly deployment: string; readonly message: string }
  /** Somebody who may not begin a rollback asks for one: an agent. */
  | { readonly type: 'rollback-asked'; readonly deployment: string; readonly message: string }
  | { readonly type: 'succeeded'; readonly deployment: string; readonly message: string }
  | { readonly type: 'undecided'; readonly deployment: string; readonly message: string }
  /** A watch that this window cannot see. */
  | { readonly type: 'unreachable'; readonly deployment: string; readonly message: string };

/** What a changed environment is worth saying: only changes, each once. Pure. */
export function noticeOf(
  before: EnvironmentView | undefined,
  after: EnvironmentView,
  now: Instant,
): Notice | undefined {
  const { deployment, verdict, name } = after;
  if (deployment === undefined) return undefined;
  const same = before?.deployment?.id === deployment.id;
  const facts = { deployment: deployment.id } as const;
  const version = t('{0} on {1}', deployment.version, name);
  if (recommendsRollBack(after) && !(same && before !== undefined && recommendsRollBack(before))) {
    return {
      ...facts,
      type: 'roll-back',
      message: t('Daywatch recommends a rollback of {0}. {1}', version, reasonOf(verdict, now)),
    };
  }
  // What was true before the window opened is no news.
  if (!same) return undefined;
  const asked = deployment.rollbackAsked;
  if (asked !== undefined && before?.deployment?.rollbackAsked?.at !== asked.at) {
    return {
      ...facts,
      type: 'rollback-asked',
      message: t('{0} asks to roll back {1}: {2}', asked.by, version, asked.reason),
    };
  }
  if (holds(after) && before?.verdict.verdict !== 'no-go') {
    return {
      ...facts,
      type: 'hold',
      message: t('NO-GO for {0}. {1} ({2})', version, reasonOf(verdict, now), verdict.rule),
    };
  }
  if (deployment.phase === 'succeeded' && before?.deployment?.phase !== 'succeeded') {
    return { ...facts, type: 'succeeded', message: t('GO: {0} held all its criteria.', version) };
  }
  if (verdict.final && verdict.verdict === 'undecided' && !before?.verdict.final) {
    return {
      ...facts,
      type: 'undecided',
      message: t('The watch of {0} ended undecided. {1}', version, reasonOf(verdict, now)),
    };
  }
  return undefined;
}

/** What there is to say of a connection that is gone while a watch runs, as far as is known here. Pure. */
export function outageOf(model: Model): Notice | undefined {
  const { connection } = model;
  const deployment = currentView(model)?.deployment;
  if (deployment?.phase !== 'watching') return undefined;
  if (connection.state !== 'offline' && connection.state !== 'refused') return undefined;
  const what = t('{0} on {1}', deployment.version, model.environment);
  return {
    type: 'unreachable',
    deployment: deployment.id,
    message: t(
      'Daywatch has not reached its daemon for two minutes, while {0} is watched: a NO-GO would not be seen here. {1}',
      what,
      connection.because,
    ),
  };
}

/** NO-GO in a running watch, while a rollback is not recommended. */
export const holds = ({ verdict, deployment }: EnvironmentView): boolean =>
  deployment?.phase === 'watching' && verdict.verdict === 'no-go' && verdict.recommendation === 'hold';

/** Worth acting on: the recommendation stands, and nobody is at it yet. */
export function recommendsRollBack({ verdict, deployment }: EnvironmentView): boolean {
  const done = deployment?.phase === 'rolling-back' || deployment?.phase === 'rolled-back';
  return verdict.recommendation === 'roll-back' && !done;
}
