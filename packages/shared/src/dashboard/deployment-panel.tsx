import type { EnvironmentView } from '../api/views.ts';
import { phaseWords } from '../present/words.ts';
import type { RunnerPhase } from '../vocabulary/deployment.ts';

type Deployment = NonNullable<EnvironmentView['deployment']>;

/** What was done, step by step, what was signed, decided and not seen. */
export function DeploymentPanel({ view }: { view: EnvironmentView }) {
  const { deployment, verdict, output } = view;
  if (deployment === undefined) {
    return (
      <section class="panel">
        <h2>No deployment yet</h2>
        <p>
          Begin one in the editor with <em>Deploy: Production</em>, or with <code>daywatch deploy {view.name}</code>.
        </p>
      </section>
    );
  }
  return (
    <>
      <section class="panel">
        <h2>{phaseWords[deployment.phase]}</h2>
        {stepGroups(deployment).map(([phase, steps]) => (
          <section key={phase}>
            <h3>{runnerPhaseWords[phase]}</h3>
            <Steps steps={steps} />
          </section>
        ))}
        {output !== undefined && deployment.steps.some(({ state }) => state === 'running') && (
          <pre>{lastLines(output)}</pre>
        )}
      </section>
      {deployment.checklist.length > 0 && (
        <section class="panel">
          <h2>Checklist</h2>
          <ul class="steps checklist">
            {deployment.checklist.map((item) => (
              <li key={item.id} class={`step-${item.state}`}>
                <span>{item.title}</span> <small>{item.because}</small>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Gaps gaps={deployment.blindGaps} />
      {deployment.decisions.map((decision) => (
        <section class="panel" key={decision.at}>
          <h2>
            {decision.by} decided {decision.decision}
          </h2>
          <p>{decision.reason}</p>
        </section>
      ))}
      <Links links={verdict.links} />
    </>
  );
}

const linesShown = 12;
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is control characters that are taken out.
const terminalCodes = /\u001b\[[0-9;?]*[A-Za-z]|\r/g;

/** The end of what a step prints, without colours. */
const lastLines = (output: string): string =>
  output.replace(terminalCodes, '').trimEnd().split('\n').slice(-linesShown).join('\n');

const runnerPhaseWords: Readonly<Record<RunnerPhase, string>> = {
  preflight: 'Preflight',
  deploying: 'Deploy',
  verifying: 'Verify',
  'rolling-back': 'Roll back',
  'verifying-rollback': 'Verify the rollback',
};

/** The steps of each phase. The checklist has a panel of its own. */
function stepGroups({ steps, checklist }: Deployment): [RunnerPhase, Deployment['steps']][] {
  const phases = [...new Set(steps.map(({ phase }) => phase))];
  return phases
    .filter((phase) => phase !== 'preflight' || checklist.length === 0)
    .map((phase) => [phase, steps.filter((step) => step.phase === phase)]);
}

const Steps = ({ steps }: { steps: Deployment['steps'] }) => (
  <ol class="steps">
    {steps.map((step) => (
      <li key={`${step.phase} ${step.id}`} class={`step-${step.state}`}>
        <span>{step.title}</span>{' '}
        <small>
          {step.seconds === undefined ? step.state : `${step.seconds.toFixed(1)} s`}
          {step.state === 'failed' && step.exitCode !== undefined && `, exit code ${step.exitCode ?? 'none'}`}
        </small>
      </li>
    ))}
  </ol>
);

function Gaps({ gaps }: { gaps: Deployment['blindGaps'] }) {
  if (gaps.length === 0) return null;
  const time = (at: string) => new Date(at).toLocaleTimeString();
  return (
    <section class="panel">
      <h2>Blind time</h2>
      <ul>
        {gaps.map(({ from, until }) => (
          <li key={from}>
            {time(from)} to {time(until)}: the daemon did not run. It does not count towards the watch.
          </li>
        ))}
      </ul>
    </section>
  );
}

function Links({ links }: { links: EnvironmentView['verdict']['links'] }) {
  if (links.dashboards.length === 0) return null;
  return (
    <section class="panel">
      <h2>Dashboards</h2>
      <ul>
        {links.dashboards.map(({ name, url }) => (
          <li key={name}>
            <a href={url} rel="noreferrer">
              {name}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
