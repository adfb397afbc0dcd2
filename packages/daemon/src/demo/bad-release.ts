import type { DeploymentView, EnvironmentView, VerdictDocument } from '@daywatch/shared/api/views.ts';
import { criterionRows } from '@daywatch/shared/present/criterion-row.ts';
import { recommendationWords } from '@daywatch/shared/present/words.ts';
import { between, inSeconds, minus, parseRfc3339, plus, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { formatValue } from '@daywatch/shared/vocabulary/units.ts';
import { type BadRelease, badReleases } from './bad-releases.ts';
import { answered } from './daemon-process.ts';
import { DemoFailure } from './demo-failure.ts';
import { followWatch } from './follow-watch.ts';
import { middleReading } from './readings-of.ts';
import type { Stage } from './stage.ts';
import { tellRunner } from './tell-runner.ts';
import { watchScene } from './watch-scene.ts';

/** How a bad release was found. */
export interface Finding {
  readonly release: BadRelease;
  readonly deployment: string;
  /** From the end of the deploy to NO-GO, by the record. */
  readonly seconds: number;
  readonly because: string;
}

/** A release that passes every check before and right after the deploy: deployed, found, explained, rolled back. */
export async function playBadRelease(release: BadRelease, number: number, stage: Stage): Promise<Finding> {
  const { shop, story, daemon } = stage;
  story.heading(`${number}  A bad release`);
  const { version, subject } = await shop.stage(release);
  story.say(`Version ${version} waits on the staging branch: “${subject}”. Its tests pass.`);
  const { deployment } = await tellRunner(['deploy', 'production'], stage);
  const { verdict } = await followWatch(deployment, stage);
  if (verdict.verdict !== 'no-go') throw new DemoFailure(`The release "${release}" was not found: the watch said GO.`);
  const found = answered(await daemon.client.deployment({ deployment }));
  const took = secondsToNoGo(found);
  story.verdict('bad', 'NO-GO', `${took.toFixed(1)} s after the deploy.`, [
    ...verdict.because.map(asSentence),
    `Rule: ${verdict.rule}. Recommended: ${recommendationWords[verdict.recommendation]}.`,
  ]);
  if (verdict.recommendation !== 'roll-back') await waitForMore(deployment, stage);
  story.say(`What nobody had noticed: ${badReleases[release]}`);

  story.heading(`${number + 1}  The rollback`);
  const { version: target } = await tellRunner(['rollback', 'production'], stage);
  await tellRecovery(found, verdict, target, stage);
  return { release, deployment, seconds: took, because: verdict.because[0] ?? verdict.rule };
}

/** One critical criterion alone says NO-GO, and leaves the rollback to a person; a second one may follow. */
async function waitForMore(deployment: string, { daemon, story, workshop, paint }: Stage): Promise<void> {
  const { clock } = workshop;
  const patienceEnds = plus(clock.now(), seconds(20));
  let latest: EnvironmentView | undefined;
  const enough = (view: EnvironmentView) =>
    view.deployment?.id === deployment &&
    (view.verdict.recommendation === 'roll-back' || view.verdict.final || clock.now() > patienceEnds);
  const { verdict } = await story.during(
    () => (latest === undefined ? { text: 'Watching', key: '' } : watchScene(latest, clock.now(), paint)),
    daemon.until(enough, (view) => {
      latest = view;
    }),
  );
  if (verdict.recommendation !== 'roll-back') return story.say('That leaves it to people: we decide to roll back.');
  const titles = verdict.criteria.filter(({ state }) => state === 'failing').map(({ title }) => title);
  story.say(`A moment later: ${verdict.rule} (${titles.join(', ')}). Recommended: roll back.`);
}

const asSentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

function secondsToNoGo({ finishedAt, events }: DeploymentView): number {
  const noGo = events.find(({ event }) => event.type === 'verdict-changed' && event.verdict === 'no-go');
  const from = parseRfc3339(finishedAt ?? '');
  const to = parseRfc3339(noGo?.at ?? '');
  if (from === undefined || to === undefined) throw new Error('a deployment with NO-GO has no such event');
  return inSeconds(between(from, to));
}

/** The criterion that failed most, measured again: before the deploy, with the release, and now. */
async function tellRecovery(
  { id: deployment, requestedAt, version }: DeploymentView,
  verdict: VerdictDocument,
  target: string,
  { workshop, daemon, story }: Stage,
): Promise<void> {
  const { clock, signal } = workshop;
  const [worst] = criterionRows(verdict.criteria);
  const judgement = verdict.criteria.find(({ name }) => name === worst?.name);
  const requested = parseRfc3339(requestedAt);
  if (worst === undefined || judgement === undefined || requested === undefined) return;
  const criterion = worst.name;
  const since = clock.now();
  const measured = async () => {
    for (;;) {
      await clock.sleep(seconds(1), signal);
      signal.throwIfAborted();
      const now = clock.now();
      const enough = between(since, now) > seconds(20) ? 1 : 4;
      const value = await middleReading(
        daemon,
        { deployment, criterion, from: plus(since, seconds(1)), to: now },
        enough,
      );
      if (value !== undefined || between(since, now) > seconds(30)) return value;
    }
  };
  const after = await story.during(() => ({ text: `Measuring again: ${worst.title}` }), measured());
  const before = await middleReading(daemon, {
    deployment,
    criterion,
    from: minus(requested, seconds(15)),
    to: requested,
  });
  const words = (value: number | undefined) => (value === undefined ? 'nothing' : formatValue(value, judgement.unit));
  story.verdict('good', 'BACK', `${target} serves again.`, [
    `${worst.title}: ${words(before)} before, ${worst.value} with ${version}, ${words(after)} now.`,
  ]);
}
