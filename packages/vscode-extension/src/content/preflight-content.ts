import type { ChecklistItemView, EnvironmentView } from '@daywatch/shared/api/views.ts';
import { utcMinuteOf } from '@daywatch/shared/present/utc-minute.ts';
import type { Tone } from '@daywatch/shared/present/words.ts';
import { t } from '@vscode/l10n';
import { currentView, type Model } from '../model.ts';
import type { TreeContent, TreeRow } from './tree-row.ts';

type Deployment = NonNullable<EnvironmentView['deployment']>;

/** An item as commands are given it. */
export interface ItemOfDeployment {
  readonly deployment: string;
  readonly item: string;
}

/** The checklist of what is planned, else of what is in its preflight, else of the last deployment. Pure. */
export function preflightContent(model: Model): TreeContent {
  const view = model.connection.state === 'online' ? currentView(model) : undefined;
  const deployment = view?.planned ?? view?.deployment;
  if (view === undefined || deployment === undefined) return { title: t('Preflight'), rows: [] };
  const { checklist, version } = deployment;
  const isOpen = mayChange(deployment);
  const open = isOpen ? checklist.filter(standsInTheWay) : [];
  const signatures = open.filter(({ by }) => by === 'people');
  const state = !isOpen
    ? t('deployed')
    : open.length === 0
      ? t('ready')
      : t('{0} of {1} open', open.length, checklist.length);
  return {
    title: t('Preflight'),
    description: [`${version} · ${state}`, ...(view.window === undefined ? [] : [windowWords[view.window.state]])].join(
      ' · ',
    ),
    rows: checklist.map((item) => rowOf(item, deployment, isOpen)),
    ...(signatures.length > 0 && {
      badge: { value: signatures.length, tooltip: t('{0} to sign before the deploy', signatures.length) },
    }),
  };
}

const windowWords = { open: t('window open'), closed: t('window closed'), frozen: t('frozen') } as const;

/** Nothing has been deployed by it yet, so what it asks can still be answered. */
export const mayChange = ({ phase }: Pick<Deployment, 'phase'>): boolean =>
  phase === 'planned' || phase === 'preflight';

const standsInTheWay = ({ state, override }: ChecklistItemView): boolean =>
  state !== 'passed' && override === undefined;

const looks: Readonly<Record<ChecklistItemView['state'], { readonly icon: string; readonly tone: Tone }>> = {
  passed: { icon: 'pass', tone: 'good' },
  failed: { icon: 'error', tone: 'bad' },
  waiting: { icon: 'circle-outline', tone: 'neutral' },
};

function rowOf(item: ChecklistItemView, deployment: Deployment, isOpen: boolean): TreeRow {
  const { id, title, state, because, lookedAt, override, by, role } = item;
  const overridden = override === undefined ? undefined : t('overridden by {0}: {1}', override.by, override.reason);
  const look =
    override !== undefined && state !== 'passed' ? ({ icon: 'warning', tone: 'caution' } as const) : looks[state];
  const word = override !== undefined && state !== 'passed' ? 'overridden' : state;
  const signedAt = by === 'people' && state === 'passed' && lookedAt !== undefined ? [utcMinuteOf(lookedAt)] : [];
  const signs = by === 'people' && isOpen;
  return {
    id: `item ${id}`,
    label: title,
    description: state === 'passed' && by !== 'people' ? '' : (overridden ?? [because, ...signedAt].join(' · ')),
    ...look,
    tooltip: [
      `${title}: ${word}`,
      because,
      ...(overridden === undefined ? [] : [overridden]),
      ...(lookedAt === undefined
        ? []
        : [by === 'people' ? t('signed {0}', utcMinuteOf(lookedAt)) : t('looked at {0}', utcMinuteOf(lookedAt))]),
    ],
    spoken: [title, word, because, ...signedAt, ...(overridden === undefined ? [] : [overridden])].join(', '),
    ...(signs && {
      box: {
        ticked: state === 'passed',
        tooltip:
          state === 'passed' ? t('Signed. Untick to withdraw it.') : t('To be signed by {0}', role ?? t('a lead')),
      },
    }),
    context: isOpen
      ? `item ${signs ? 'to-sign' : 'automatic'} ${standsInTheWay(item) ? 'open' : 'fulfilled'}`
      : 'item past',
    command: { name: 'daywatch.showItem', title: t('Show Item'), given: { deployment: deployment.id, item: id } },
  };
}
