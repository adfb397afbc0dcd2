import type { ReleaseCase } from './release-case.ts';
import type { Outcome } from './try-release.ts';

/** What is not as it must be, a sentence each. */
export function faultsOf({ found, besides }: ReleaseCase, { failed, verdict, because }: Outcome): readonly string[] {
  const [good, expected] = [found.length === 0, [...found, ...Object.keys(besides)]];
  return [
    ...(good && verdict !== 'go' ? [`the verdict is ${verdict}, and must be go: ${because}`] : []),
    ...(!good && verdict !== 'no-go' ? [`the verdict is ${verdict}, and must be no-go: ${because}`] : []),
    ...found.filter((name) => !Object.hasOwn(failed, name)).map((name) => `${name} must find it, and did not`),
    ...Object.keys(failed)
      .filter((name) => !expected.includes(name))
      .map((name) => `${name} failed, which is wrong`),
  ];
}
