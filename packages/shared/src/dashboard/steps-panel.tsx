import type { EnvironmentView } from '../api/views.ts';
import { phaseWords } from '../present/words.ts';
import type { RunnerPhase } from '../vocabulary/deployment-words.ts';
import { Glyph, type GlyphName } from './glyph.tsx';

type Deployment = NonNullable<EnvironmentView['deployment']>;

/** What the runner did, step by step, with what the running one prints. */
export function StepsPanel({ deployment, output }: { deployment: Deployment; output: string | undefined }) {
  const groups = stepGroups(deployment);
  const running = deployment.steps.some(({ state }) => state === 'running');
  return (
    <section class="card">
      <h2>{phaseWords[deployment.phase]}</h2>
      {groups.length === 0 && <p class="hint">No step has been reported.</p>}
      {groups.map(([phase, steps]) => (
        <section key={phase}>
          <h3>{runnerPhaseWords[phase]}</h3>
          <Steps steps={steps} />
        </section>
      ))}
      {output !== undefined && running && <pre>{lastLines(output)}</pre>}
    </section>
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

const stepGlyphs: Readonly<Record<Deployment['steps'][number]['state'], GlyphName>> = {
  waiting: 'circle',
  running: 'busy',
  passed: 'check',
  failed: 'cross',
  'timed-out': 'cross',
  interrupted: 'pause',
};

const Steps = ({ steps }: { steps: Deployment['steps'] }) => (
  <ol class="items">
    {steps.map((step) => (
      <li key={`${step.phase} ${step.id}`} class={`item-${step.state}`}>
        <Glyph name={stepGlyphs[step.state]} />
        <span>{step.title}</span>{' '}
        <small>
          {step.seconds === undefined ? step.state : `${step.seconds.toFixed(1)} s`}
          {step.state === 'failed' && step.exitCode !== undefined && `, exit code ${step.exitCode ?? 'none'}`}
        </small>
      </li>
    ))}
  </ol>
);
