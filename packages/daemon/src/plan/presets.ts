import { measure as measures } from '@daywatch/shared/vocabulary/observation.ts';
import { didYouMean, listed } from './closest.ts';
import type { Path, Report } from './fault.ts';
import { nodeService } from './node-service.ts';
import { type Preset, presetKeys } from './preset.ts';
import { isMapping, type Mapping } from './read-fields.ts';
import { webService } from './web-service.ts';

export const presets: readonly Preset[] = [nodeService, webService];

interface Expanded {
  readonly value: unknown;
  /** What was written that a value of the preset follows from. */
  readonly origin: (path: Path) => Path | undefined;
}

/** The plan as if everything its preset brings had been written out. What is written wins, key by key. */
export function expandPreset({ value, report }: { readonly value: unknown; readonly report: Report }): Expanded {
  if (!isMapping(value)) return { value, origin: () => undefined };
  const preset = presetOf(value, report);
  if (preset === undefined) return { value, origin: () => undefined };
  const sources = expandSources(preset, value);
  const environment = environmentOf(value, report);
  const environments =
    environment === undefined ? value.environments : expandEnvironments({ preset, value, environment, sources });
  return { value: { ...value, sources, environments }, origin: (path) => originOf({ preset, value, path }) };
}

function presetOf(value: Mapping, report: Report): Preset | undefined {
  const name = value.preset;
  const written = presetKeys.filter((key) => Object.hasOwn(value, key));
  if (name === undefined) {
    for (const key of written)
      report({
        code: 'key-needs-preset',
        path: [key],
        at: 'key',
        message: `"${key}" says something to a preset, and the plan has none`,
        hint: 'Add preset: web-service, or write a source under `sources`.',
      });
    return undefined;
  }
  const preset = presets.find((one) => one.name === name);
  if (preset === undefined && typeof name === 'string') {
    const names = presets.map((one) => one.name);
    const message = `there is no preset "${name}"`;
    report({ code: 'unknown-preset', path: ['preset'], at: 'value', message, hint: didYouMean(name, names) });
  }
  if (preset !== undefined && written.length === 0 && value.sources === undefined)
    report({
      code: 'preset-incomplete',
      path: ['preset'],
      at: 'key',
      message: `the preset "${preset.name}" does not know what to watch`,
      hint: `Add ${listed(presetKeys, 'and')}, or as many of them as there are.`,
    });
  return preset;
}

function expandSources(preset: Preset, value: Mapping): unknown {
  const written = value.sources ?? {};
  if (!isMapping(written)) return written;
  const sources: Record<string, unknown> = { ...written };
  for (const key of presetKeys) {
    const { name, type } = preset.sources[key];
    const own = written[name] ?? {};
    if (!Object.hasOwn(value, key) || !isMapping(own)) continue;
    if (own.type === undefined || own.type === type) sources[name] = { type, url: value[key], ...own };
  }
  return sources;
}

/** The environment that the criteria are for: the only one, else production. */
function environmentOf(value: Mapping, report: Report): string | undefined {
  const names = isMapping(value.environments) ? Object.keys(value.environments) : [];
  const [only = 'production', ...others] = names;
  if (others.length === 0) return only;
  if (names.includes('production')) return 'production';
  report({
    code: 'preset-without-environment',
    path: ['environments'],
    at: 'key',
    message: 'the preset is for production, and no environment has this name',
    hint: 'Call one of them production, or write `criteria` for each without a preset.',
  });
  return undefined;
}

interface Expansion {
  readonly preset: Preset;
  readonly value: Mapping;
  readonly environment: string;
  readonly sources: unknown;
}

function expandEnvironments({ preset, value, environment, sources }: Expansion): unknown {
  const environments = value.environments ?? {};
  const own = isMapping(environments) ? (environments[environment] ?? {}) : undefined;
  const watch = isMapping(own) ? (own.watch ?? {}) : undefined;
  const written = isMapping(watch) ? (watch.criteria ?? {}) : undefined;
  if (!isMapping(environments) || !isMapping(own) || !isMapping(watch) || !isMapping(written)) return environments;
  const available = isMapping(sources) ? Object.keys(sources) : [];
  const brought = Object.entries(preset.criteria).filter(([, { source }]) => available.includes(source));
  const criteria: Record<string, unknown> = { ...written };
  for (const [name, criterion] of brought) {
    // `healthy: false` leaves a criterion of the preset out.
    if (written[name] === false) delete criteria[name];
    else if (!Object.hasOwn(written, name)) criteria[name] = criterion;
    else if (isMapping(written[name])) criteria[name] = { ...inherited(criterion, written[name]), ...written[name] };
  }
  return { ...environments, [environment]: { ...own, watch: { ...watch, criteria } } };
}

/** What of the preset's criterion stays when another measure is asked for: nothing that speaks of the old one. */
function inherited(criterion: Mapping, written: Mapping): Mapping {
  const asked = [...measures.options, 'workflow'].filter((one) => Object.hasOwn(written, one));
  if (asked.length === 0 || asked.some((one) => Object.hasOwn(criterion, one))) return criterion;
  const { title, severity, source } = criterion;
  return {
    ...(title === undefined ? {} : { title }),
    ...(severity === undefined ? {} : { severity }),
    ...(asked.includes('workflow') ? {} : { source }),
  };
}

function originOf({ preset, value, path }: { preset: Preset; value: Mapping; path: Path }): Path | undefined {
  const [section, name] = path;
  if (section === 'sources') {
    const key = presetKeys.find((one) => preset.sources[one].name === name && Object.hasOwn(value, one));
    return key === undefined ? undefined : [key];
  }
  return section === 'environments' && !isWritten(value, path.slice(0, 5)) ? ['preset'] : undefined;
}

function isWritten(value: unknown, path: Path): boolean {
  const [step, ...rest] = path;
  return step === undefined || (isMapping(value) && Object.hasOwn(value, step) && isWritten(value[step], rest));
}
