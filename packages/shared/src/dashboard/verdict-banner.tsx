import type { EnvironmentView } from '../api/views.ts';
import { countdown, remaining } from '../present/remaining.ts';
import { statusLine } from '../present/status-line.ts';
import { recommendationWords } from '../present/words.ts';
import { type Instant, parseDuration } from '../vocabulary/time.ts';

/** The verdict, as large as it is important, with its reason and how far the watch has come. */
export function VerdictBanner({ view, now }: { view: EnvironmentView; now: Instant }) {
  const { verdict, deployment, service, name } = view;
  const line = statusLine(view, now);
  return (
    <header class={`banner tone-${line.tone}`}>
      <p class="where">
        {service} · {name}
        {deployment && (
          <>
            {' '}
            · {deployment.version} <code>{deployment.commit.slice(0, 7)}</code> by {deployment.deployedBy}
          </>
        )}
      </p>
      <h1 aria-live="polite">{line.text}</h1>
      <p class="reason">{line.reason}</p>
      {verdict.verdict === 'no-go' && verdict.because.length > 1 && (
        <ul class="more">
          {verdict.because.slice(1).map((because) => (
            <li key={because}>{because}</li>
          ))}
        </ul>
      )}
      <dl class="facts">
        <Fact name="Rule">{verdict.rule}</Fact>
        <Fact name="Recommended">{recommendationWords[verdict.recommendation]}</Fact>
        {verdict.watch && (
          <>
            <Fact name="Seen">
              {verdict.watch.seen} of {verdict.watch.for}
            </Fact>
            <Fact name="Blind">{verdict.watch.blind}</Fact>
            {!verdict.final && <Fact name="Remaining">{countdown(remaining(verdict.watch, now))}</Fact>}
            <Fact name="Chance of a false NO-GO">
              at most {Number((verdict.watch.falseAlarmBound * 100).toPrecision(2))} %
            </Fact>
          </>
        )}
        {view.lastStable && <Fact name="Last stable">{view.lastStable.version}</Fact>}
      </dl>
      {verdict.watch && <Progress watch={verdict.watch} />}
    </header>
  );
}

const Fact = ({ name, children }: { name: string; children: preact.ComponentChildren }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

function Progress({ watch }: { watch: NonNullable<EnvironmentView['verdict']['watch']> }) {
  const whole = parseDuration(watch.for);
  const seen = parseDuration(watch.seen);
  if (whole === undefined || seen === undefined) return null;
  return <progress max={whole} value={Math.min(seen, whole)} aria-label={`${watch.seen} of ${watch.for} seen`} />;
}
