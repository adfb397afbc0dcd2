import type { EnvironmentView } from '@daywatch/shared/api/views.ts';
import { DemoFailure } from './demo-failure.ts';
import type { Stage } from './stage.ts';
import { watchScene } from './watch-scene.ts';

/** Shows the watch of a deployment until it says NO-GO, or is over. */
export async function followWatch(
  deployment: string,
  { daemon, story, workshop, paint }: Stage,
): Promise<EnvironmentView> {
  let latest: EnvironmentView | undefined;
  const decided = (view: EnvironmentView) =>
    view.deployment?.id === deployment && (view.verdict.verdict === 'no-go' || view.verdict.final);
  const scene = () =>
    latest === undefined ? { text: 'Watching', key: '' } : watchScene(latest, workshop.clock.now(), paint);
  const view = await story.during(
    scene,
    daemon.until(decided, (seen) => {
      latest = seen;
    }),
  );
  if (view.verdict.verdict === 'undecided') {
    throw new DemoFailure(`The watch ended without a verdict: ${view.verdict.because[0] ?? view.verdict.rule}.`);
  }
  return view;
}
