import type { EnvironmentView } from '../api/views.ts';
import { countdown, remaining } from '../present/remaining.ts';
import { statusLine } from '../present/status-line.ts';
import { recommendationWords } from '../present/words.ts';
import { type Instant, parseDuration } from '../vocabulary/time.ts';
import { Glyph, glyphOf } from './glyph.tsx';
import { useNow } from './use-now.ts';

/** The verdict, as large as it is important, with its reason and how far the watch has come. */
export function VerdictBanner({ view }: { view: EnvironmentView }) {
  const now = useNow();
  const { verdict, deployment, service, name } = view;
  const line = statusLine(view, now);
  return (
    <header class={`banner card tone-${line.tone}`}>
      <p class="where">
        <span>
          {service} · {name}
        </span>
        {deployment && (
          <span>
            {deployment.version} <code>{deployment.commit.slice(0, 7)}</code> by {deployment.deployedBy}
          </span>
        )}
      </p>
      <h1>
        <Glyph name={glyphOf(line.icon)} />
        {line.text}
      </h1>
      {/* The countdown changes each minute and is no news; what is judged is. */}
      <p class="unseen" role="status">
        {name}: {verdict.verdict}, {recommendationWords[verdict.recommendation]}. {verdict.rule}
      </p>
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
        {verdict.watch && <WatchFacts watch={verdict.watch} final={verdict.final} now={now} />}
        {view.lastStable && <Fact name="Last stable">{view.lastStable.version}</Fact>}
      </dl>
      {verdict.watch && <Progress watch={verdict.watch} />}
    </header>
  );
}

type Watch = NonNullable<EnvironmentView['verdict']['watch']>;

const WatchFacts = ({ watch, final, now }: { watch: Watch; final: boolean; now: Instant }) => (
  <>
    <Fact name="Seen">
      {watch.seen} of {watch.for}
    </Fact>
    <Fact name="Blind">{watch.blind}</Fact>
    {!final && <Fact name="Remaining">{countdown(remaining(watch, now))}</Fact>}
    <Fact name="Chance of a false NO-GO">at most {Number((watch.falseAlarmBound * 100).toPrecision(2))} %</Fact>
  </>
);

const Fact = ({ name, children }: { name: string; children: preact.ComponentChildren }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

function Progress({ watch }: { watch: Watch }) {
  const whole = parseDuration(watch.for);
  const seen = parseDuration(watch.seen);
  if (whole === undefined || seen === undefined) return null;
  return <progress max={whole} value={Math.min(seen, whole)} aria-label={`${watch.seen} of ${watch.for} seen`} />;
}
