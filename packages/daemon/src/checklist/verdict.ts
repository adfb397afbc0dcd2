import { utcMinute } from '@daywatch/shared/present/utc-minute.ts';
import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { Version } from '@daywatch/shared/vocabulary/deployment-words.ts';
import { name } from '@daywatch/shared/vocabulary/plan.ts';
import {
  days,
  formatDuration,
  type Instant,
  type Millis,
  minus,
  minutes,
  parseRfc3339,
  seconds,
} from '@daywatch/shared/vocabulary/time.ts';
import { durationOfAtLeast } from '@daywatch/shared/vocabulary/written-time.ts';
import * as z from 'zod';
import { defineChecklistKind, type Finding } from '../ports/checklist-item.ts';

const options = z.strictObject({
  verdict: z.strictObject({
    environment: name.meta({ description: 'The environment whose watch must have ended with GO.' }),
    within: durationOfAtLeast(seconds(1)).optional().meta({ description: 'How old that GO may be; 2d when left out.' }),
  }),
});

const usualAge = days(2);
const looksBack = 20;

export const verdict = defineChecklistKind({
  type: 'verdict',
  summary: 'The final GO of another environment, for the same commit and not too old.',
  options,
  timeout: minutes(1),
  references: ({ verdict: { environment } }) => [
    { what: 'environment', name: environment, path: ['verdict', 'environment'] },
  ],
  answerer: ({ verdict: { environment, within = usualAge } }) => ({
    by: 'daemon',
    async look({ store, clock, deployment }) {
      const newest = await store.deployments({ environment, limit: looksBack });
      return findVerdict({ newest, environment, within, wanted: deployment.version, now: clock.now() });
    },
  }),
});

interface VerdictQuestion {
  /** Of the environment that is asked, newest first. */
  readonly newest: readonly Deployment[];
  readonly environment: string;
  readonly within: Millis;
  readonly wanted: Version;
  readonly now: Instant;
}

/** What runs there counts, and nothing else: an earlier GO of what was replaced since speaks of another time. */
export function findVerdict({ newest, environment, within, wanted, now }: VerdictQuestion): Finding {
  const last = newest.find(({ runnerPhase, phase }) => phase !== 'cancelled' && reaches(runnerPhase));
  if (last === undefined) return { state: 'failed', because: `nothing has been deployed to ${environment} yet` };
  const { version, phase, endedAt } = last;
  if (version.commit !== wanted.commit) {
    const because = `${environment} runs ${told(version)}; ${told(wanted)} is to be deployed`;
    return { state: 'failed', because };
  }
  switch (phase) {
    case 'succeeded': {
      const at = parseRfc3339(endedAt);
      if (at !== undefined && at >= minus(now, within))
        return { state: 'passed', because: `${environment} has had its GO for ${told(version)} at ${utcMinute(at)}` };
      const when = at === undefined ? 'an unknown time' : utcMinute(at);
      const because = `the GO of ${environment} for ${told(version)} is of ${when}, older than ${formatDuration(within)}`;
      return { state: 'failed', because };
    }
    case 'planned':
    case 'preflight':
    case 'deploying':
    case 'verifying':
    case 'watching':
      return {
        state: 'waiting',
        because: `${environment} is ${phase} ${told(version)}; there is no final verdict yet`,
      };
    case 'interrupted':
    case 'rolling-back':
    case 'rolled-back':
    case 'failed':
    case 'superseded':
    case 'cancelled':
      return { state: 'failed', because: `${told(version)} is ${phase} in ${environment}: it has no GO` };
  }
}

const reaches = (runnerPhase: Deployment['runnerPhase']): boolean =>
  runnerPhase !== undefined && runnerPhase !== 'preflight';

const told = ({ version, commit }: Version): string => `${version} (${commit.slice(0, 7)})`;
