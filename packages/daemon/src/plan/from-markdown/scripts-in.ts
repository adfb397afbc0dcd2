import type { RepositoryFacts } from '../from-repository/repository-facts.ts';

const kinds: readonly (readonly [RegExp, readonly string[]])[] = [
  [/type-?check|types? check|compil/, ['typecheck', 'type-check', 'tsc', 'build']],
  [/\blint/, ['lint']],
  [/\bsmoke/, ['smoke', 'test:smoke', 'smoke-test', 'test:production', 'test:prod']],
  [
    /(?:test|pruef).*(?:in production|in der produktion|against production)|production (?:test|environment)/,
    ['test:production', 'test:prod', 'smoke', 'test:smoke', 'smoke-test'],
  ],
  [/end-to-end|\be2e\b/, ['test:e2e', 'e2e']],
  [/integration/, ['test:integration', 'integration']],
  [/\bunit/, ['test:unit', 'unit', 'test']],
  [
    /\btests?\b.*(?:pass|green|succe|gruen|bestanden|erfolgreich|durch)|\bci\b|pipeline|run (?:all |the )?(?:automated )?tests|automatisierte tests|test suite/,
    ['test'],
  ],
  [/\bbuild/, ['build']],
];

/** The script of the repository that a sentence speaks of: "All tests pass" is `npm test`. */
export function scriptFor(words: string, { scripts }: Pick<RepositoryFacts, 'scripts'>): string | undefined {
  for (const [pattern, names] of kinds) {
    if (!pattern.test(words)) continue;
    const name = names.find((one) => scripts.includes(one));
    if (name !== undefined) return name === 'test' ? 'npm test' : `npm run ${name}`;
  }
  return undefined;
}
