import type { ServiceView } from '@daywatch/shared/api/views.ts';
import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { Judgement, JudgementState } from '@daywatch/shared/vocabulary/verdict.ts';

const worstFirst: readonly JudgementState[] = ['failing', 'blind', 'undecided', 'passing'];

/** The services that criteria are about, each with what they say; nothing when no criterion names one. Pure. */
export function servicesView(
  judgements: readonly Judgement[],
  deployment: Pick<Deployment, 'services'> | undefined,
): { readonly services?: ServiceView[] } {
  const names = [...new Set(judgements.flatMap(({ service }) => service ?? []))];
  if (names.length === 0) return {};
  return {
    services: names.map((name) => {
      const own = judgements.filter(({ service }) => service === name);
      const deciding = own.filter(
        ({ dryRun, severity, integrity }) => !dryRun && (integrity || severity !== 'warning'),
      );
      const state = worstFirst.find((one) => deciding.some((judgement) => judgement.state === one)) ?? 'undecided';
      return {
        name,
        deployed: deployment?.services?.includes(name) ?? true,
        state,
        because: deciding.filter((one) => one.state === state).map(({ title, because }) => `${title}: ${because}`),
        criteria: own.map((one) => one.name),
      };
    }),
  };
}
