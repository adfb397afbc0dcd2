import type { Standing } from '../standing.ts';
import type { Explained } from './explained.ts';
import { explainFailure } from './failing.ts';
import { explainBlindness, explainDoubt, explainPass } from './not-failing.ts';
import { upperFirst } from './wording.ts';

/** Why a criterion stands as it does: one or two sentences an engineer can check. Source: verdict section 9. */
export function explain(explained: Explained, standing: Standing): string {
  switch (standing.state) {
    case 'failing':
      return upperFirst(explainFailure(explained, standing.why));
    case 'blind':
      return explainBlindness(explained, standing.why);
    case 'undecided':
      return upperFirst(explainDoubt(explained, standing.why));
    case 'passing':
      return upperFirst(explainPass(explained, standing.why));
  }
}
