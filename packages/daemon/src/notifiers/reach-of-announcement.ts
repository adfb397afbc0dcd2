import { isDeepStrictEqual } from 'node:util';
import type { AnnouncementPlan } from '@daywatch/shared/vocabulary/announce.ts';
import type { Plan } from '@daywatch/shared/vocabulary/plan.ts';
import { readBeside } from '../plan/read-beside.ts';

/** What an announcement may use of the machine that the daemon runs on. */
export interface AnnouncementReach {
  /** It stands word for word in the plan on this machine's own disk. */
  readonly own: boolean;
  /** Why variables of the environment may not be put into it. */
  refusal(variables: readonly string[]): string | undefined;
  /** The text of its template file; `undefined` where there is none, or none that may be read. */
  template(): string | undefined;
}

/**
 * Whoever may register a plan could otherwise have any secret of this machine sent anywhere, and any of its files
 * mailed to anybody: only the plan on its own disk, and what the settings allow, have both.
 */
export function reachOfAnnouncements({
  ownFile,
  ownPlans,
  allowed,
}: {
  readonly ownFile: string | undefined;
  /** What stands in it, and stood there when the deployment began: a rollback may have checked out an older one. */
  readonly ownPlans: (environment: string) => readonly Plan[];
  /** Names of variables that any plan may use. */
  readonly allowed: readonly string[];
}): (environment: string, announcement: AnnouncementPlan) => AnnouncementReach {
  return (environment, announcement) => {
    const known = ownPlans(environment).flatMap(({ environments }) => environments[environment]?.announce ?? []);
    const own = known.some((one) => isDeepStrictEqual(one, announcement));
    return {
      own,
      refusal(variables) {
        const refused = own ? [] : variables.filter((name) => !allowed.includes(name));
        if (refused.length === 0) return undefined;
        const names = refused.map((name) => `\${${name}}`).join(', ');
        return `the announcement "${announcement.name}" uses ${names} of the daemon's environment and does not stand word for word in a plan on the daemon's own disk. Write it there, or start the daemon with DAYWATCH_ALLOW=${refused.join(',')}.`;
      },
      template() {
        const written = announcement.template;
        if (written === undefined || isInline(written)) return written;
        return own && ownFile !== undefined ? readBeside(ownFile, written) : undefined;
      },
    };
  };
}

/** One line is the name of a file, several are the template itself. */
export const isInline = (template: string): boolean => template.trim().includes('\n');
