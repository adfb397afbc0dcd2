import { DemoFailure } from './demo-failure.ts';
import { followWatch } from './follow-watch.ts';
import type { Stage } from './stage.ts';
import { tellRunner } from './tell-runner.ts';

/** A release as it should be: deployed, watched, GO. */
export async function playGoodRelease(stage: Stage): Promise<void> {
  const { shop, story } = stage;
  story.heading('2  A good release');
  const { version, subject } = await shop.stage('good');
  story.say(`Version ${version} waits on the staging branch: “${subject}”.`);
  const { deployment } = await tellRunner(['deploy', 'production'], stage);
  const { verdict } = await followWatch(deployment, stage);
  if (verdict.verdict === 'no-go') {
    throw new DemoFailure(`The good release got a NO-GO, which is wrong: ${verdict.because.join('; ')}.`);
  }
  const held = verdict.criteria.filter(({ state }) => state === 'passing').length;
  story.verdict('good', 'GO', `${version} was seen in good health for ${verdict.watch?.seen}.`, [
    `${held} of ${verdict.criteria.length} criteria hold. It is the last stable version now: the one to go back to.`,
  ]);
}
