import type { Standing } from '../standing.ts';
import type { Explained } from './explained.ts';
import { explainFailure } from './failing.ts';
import { explainBlindness, explainDoubt, explainPass } from './not-failing.ts';

/** Why a criterion stands as it does: one or two sentences an engineer can check. Source: verdict section 9. */
export function explain(explained: Explained, standing: Standing): string {
  switch (standing.state) {
    case 'failing': {
      const { dryRun } = explained.judged.criterion;
      return `${dryRun ? 'A dry run, so not part of the verdict. ' : ''}${explainFailure(explained, standing.why)}`;
    }
    case 'blind':
      return explainBlindness(explained, standing.why);
    case 'undecided':
      return explainDoubt(explained, standing.why);
    case 'passing':
      return explainPass(explained, standing.why);
  }
}
