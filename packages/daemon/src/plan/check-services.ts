import { closest, listed, mayMean } from './closest.ts';
import type { Path, Report } from './fault.ts';
import { isMapping } from './read-fields.ts';

interface Written {
  readonly value: unknown;
  /** Of the release; `undefined` when it has only one. */
  readonly services: readonly string[] | undefined;
  readonly report: Report;
}

/** Criteria and steps speak only of services that the plan has. */
export function checkServices({ value, services, report }: Written): void {
  for (const { path, service } of mentions(value)) {
    if (services?.includes(service)) continue;
    const near = closest(service, services ?? []);
    report({
      code: 'unknown-service',
      path: [...path, 'service'],
      at: 'value',
      message: `there is no service "${service}"`,
      hint:
        services === undefined
          ? 'Name the services of the release at the top of the plan: services: [shop, worker].'
          : near === undefined
            ? `The plan has ${listed(services, 'and')}.`
            : mayMean(near),
    });
  }
}

function mentions(plan: unknown): { readonly path: Path; readonly service: string }[] {
  return entries(plan, ['environments'])
    .flatMap(({ path, value }) => [
      ...entries(value, ['watch', 'criteria']).map((one) => ({ ...one, path: [...path, ...one.path] })),
      ...stepLists.flatMap((where) => entries(value, where).map((one) => ({ ...one, path: [...path, ...one.path] }))),
    ])
    .flatMap(({ path, value }) => {
      const service = isMapping(value) ? value.service : undefined;
      return typeof service === 'string' ? [{ path, service }] : [];
    });
}

const stepLists = [['deploy', 'steps'], ['verify'], ['rollback', 'steps']];

/** The entries of the mapping or list at `where`, each with its path. */
function entries(value: unknown, where: readonly string[]): { readonly path: Path; readonly value: unknown }[] {
  const found = where.reduce<unknown>((at, key) => (isMapping(at) ? at[key] : undefined), value);
  if (Array.isArray(found)) return found.map((one, index) => ({ path: [...where, index], value: one }));
  return isMapping(found) ? Object.entries(found).map(([key, one]) => ({ path: [...where, key], value: one })) : [];
}
