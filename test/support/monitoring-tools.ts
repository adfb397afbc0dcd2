import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Debian's Prometheus and three of its exporters, unpacked but not installed: as services they would start by themselves. */
export const MONITORING_PACKAGES = [
  'prometheus',
  'prometheus-node-exporter',
  'prometheus-postgres-exporter',
  'prometheus-blackbox-exporter',
] as const;

type MonitoringTool = (typeof MONITORING_PACKAGES)[number] | 'promtool';

/** Where the packages are unpacked: outside the checkout, so that fresh clones find them again. */
export const monitoringLocation = (): string =>
  join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'daywatch', `monitoring-${process.arch}`);

/** A package that the machine has installed itself comes first. */
const placesOf = (tool: MonitoringTool): readonly string[] => [
  join('/usr/bin', tool),
  join(monitoringLocation(), 'usr/bin', tool),
];

export const monitoringPresent = (): boolean =>
  MONITORING_PACKAGES.every((tool) => placesOf(tool).some((path) => existsSync(path)));

/** The program of one of them. */
export function monitoringTool(tool: MonitoringTool): string {
  const found = placesOf(tool).find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new Error(
    `${tool} is not here (looked at ${placesOf(tool).join(', ')}). Get it: node scripts/bootstrap.mjs tools`,
  );
}
