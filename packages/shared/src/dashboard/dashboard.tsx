import { useEffect, useMemo, useState } from 'preact/hooks';
import type { EnvironmentView } from '../api/views.ts';
import { type Client, createClient } from '../client/client.ts';
import { failureText } from '../client/result.ts';
import { statusLine } from '../present/status-line.ts';
import { AnnouncementsPanel } from './announcements-panel.tsx';
import { AskedOfPeople } from './asked-of-people.tsx';
import { ChecklistPanel } from './checklist-panel.tsx';
import { CriteriaList } from './criteria-list.tsx';
import { DayPicture } from './day-picture.tsx';
import { DecisionsPanel } from './decisions-panel.tsx';
import { Glyph, glyphOf } from './glyph.tsx';
import { HistoryPanel } from './history-panel.tsx';
import type { Host, Place } from './host.ts';
import { LinksPanel } from './links-panel.tsx';
import { ConnectionNotice, NeverConnected, NoPlan, NoSuchEnvironment, NothingDeployed } from './notices.tsx';
import { PastBanner } from './past-banner.tsx';
import { PlanPanel } from './plan-panel.tsx';
import { RollbackPanel } from './rollback-panel.tsx';
import { shownEnvironment } from './shown-environment.ts';
import { SignIn } from './sign-in.tsx';
import { SilencesPanel } from './silences-panel.tsx';
import { StepsPanel } from './steps-panel.tsx';
import { Timeline } from './timeline.tsx';
import { useLive } from './use-live.ts';
import { useNow } from './use-now.ts';
import { recordKey, useRecord } from './use-record.ts';
import { VerdictBanner } from './verdict-banner.tsx';

/** The whole page: one environment at a time, live. */
export function Dashboard({ host }: { host: Host }) {
  const { url, fetch, keepToken } = host;
  const [token, setToken] = useState(host.token);
  const [place, setPlace] = useState(host.place);
  const live = useLive(url, token, fetch);
  const client = useMemo(
    () => createClient({ url, ...(token !== undefined && { token }), ...(fetch && { fetch }) }),
    [url, token, fetch],
  );
  const go = (to: Place) => {
    host.keepPlace(to);
    setPlace(to);
  };

  if (live.state === 'refused') {
    const use = (given: string) => {
      keepToken?.(given);
      setToken(given);
    };
    return <SignIn because={live.because} onToken={keepToken && use} />;
  }
  if (live.state === 'connecting') return <p class="empty">Connecting…</p>;
  const { environments } = live;
  const environment = shownEnvironment(environments, place);
  if (environments.length === 0) {
    return live.state === 'offline' ? <NeverConnected because={live.because} /> : <NoPlan />;
  }
  return (
    <>
      <ConnectionNotice live={live} />
      {(environments.length > 1 || environment === undefined) && (
        <nav aria-label="Environments">
          {environments.map((one) => (
            <EnvironmentTab
              key={one.name}
              view={one}
              chosen={one === environment}
              onChoose={() => go({ environment: one.name })}
            />
          ))}
        </nav>
      )}
      {environment === undefined ? (
        <NoSuchEnvironment name={place.environment} />
      ) : (
        <Environment key={environment.name} view={environment} client={client} place={place} go={go} host={host} />
      )}
    </>
  );
}

function EnvironmentTab(props: { view: EnvironmentView; chosen: boolean; onChoose: () => void }) {
  const line = statusLine(props.view, useNow());
  return (
    <button type="button" aria-current={props.chosen} onClick={props.onChoose}>
      {props.view.name}{' '}
      <span class={`tone-${line.tone}`}>
        <Glyph name={glyphOf(line.icon)} /> {line.text}
      </span>
    </button>
  );
}

function Environment(props: {
  view: EnvironmentView;
  client: Client;
  place: Place;
  go: (to: Place) => void;
  host: Host;
}) {
  const { view, client, place, go, host } = props;
  const { deployment: present, verdict } = view;
  const chosen = place.deployment ?? present?.id;
  const isPast = chosen !== present?.id;
  const recorded = useRecord(client, chosen, isPast || present === undefined ? 'past' : recordKey(view, present));
  const shown = isPast ? (recorded.state === 'loaded' ? recorded.deployment : undefined) : present;
  const save = async (deployment: string) => {
    const report = await client.report({ deployment });
    if (!report.ok) return failureText(report.failure);
    host.saveReport(`daywatch-${view.service}-${deployment}.html`, report.value);
    return undefined;
  };
  return (
    <>
      <Title view={view} />
      {isPast && recorded.state === 'loaded' ? (
        <PastBanner deployment={recorded.deployment} onBack={() => go({ environment: view.name })} />
      ) : (
        <VerdictBanner view={view} />
      )}
      {!isPast && <AskedOfPeople view={view} />}
      <nav class="jumps" aria-label="On this page">
        <a href="#criteria-title">Criteria</a>
        <a href="#aside">Deployment</a>
        {recorded.state === 'loaded' && <a href="#record-title">Record</a>}
        <a href="#history-title">History</a>
      </nav>
      <main>
        {chosen !== undefined && <DayPicture recorded={recorded} verdict={isPast ? undefined : verdict} />}
        <CriteriaList
          key={chosen}
          client={client}
          deployment={shown}
          verdict={verdict}
          revision={isPast ? 0 : view.revision}
          past={isPast}
        />
        <aside id="aside" aria-label="The deployment">
          {shown === undefined && present === undefined && <NothingDeployed environment={view.name} />}
          {shown && <StepsPanel deployment={shown} output={isPast ? undefined : view.output} />}
          {shown && <ChecklistPanel items={shown.checklist} />}
          {!isPast && <SilencesPanel verdict={verdict} />}
          {shown && <RollbackPanel deployment={shown} />}
          {shown && <DecisionsPanel decisions={shown.decisions} />}
          {shown && <AnnouncementsPanel announcements={shown.announcements} />}
          {!isPast && <PlanPanel view={view} />}
          <LinksPanel links={verdict.links} />
          <Timeline recorded={recorded} onReport={save} />
          <HistoryPanel
            client={client}
            environment={view.name}
            newest={`${present?.id} ${present?.phase} ${verdict.verdict}`}
            chosen={chosen}
            onChoose={(id) => {
              go(id === present?.id ? { environment: view.name } : { environment: view.name, deployment: id });
              scrollTo({ top: 0 });
            }}
          />
        </aside>
      </main>
    </>
  );
}

/** The tab of the browser says it too. */
function Title({ view }: { view: EnvironmentView }) {
  const { text } = statusLine(view, useNow());
  useEffect(() => {
    document.title = `${text} · ${view.service}`;
  }, [text, view.service]);
  return null;
}
