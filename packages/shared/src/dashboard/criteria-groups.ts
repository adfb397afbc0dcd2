export interface CriteriaGroup {
  /** `undefined`: they are about the whole release, or there is one service only. */
  readonly service: string | undefined;
  readonly names: readonly string[];
}

/** Criteria by the service they are about, in the order of their first; those of the whole release come first. Pure. */
export function criteriaGroups(
  names: readonly string[],
  serviceOf: (name: string) => string | undefined,
): readonly CriteriaGroup[] {
  const services = new Set(names.map(serviceOf));
  const whole = services.delete(undefined) ? [undefined] : [];
  return [...whole, ...services].map((service) => ({
    service,
    names: names.filter((name) => serviceOf(name) === service),
  }));
}
