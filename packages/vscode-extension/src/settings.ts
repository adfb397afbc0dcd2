import type { WorkspaceConfiguration } from 'vscode';

export const notificationLevels = ['all', 'verdictChanges', 'rollbackOnly', 'none'] as const;
export type NotificationLevel = (typeof notificationLevels)[number];

export const statusBarVisibilities = ['always', 'duringWatch', 'never'] as const;
export type StatusBarVisibility = (typeof statusBarVisibilities)[number];

export const deployConfirmations = ['always', 'onlyWhenWarned'] as const;
export type DeployConfirmation = (typeof deployConfirmations)[number];

/** Minutes of the person's day; until is not within. */
export interface QuietHours {
  readonly from: number;
  readonly until: number;
}

export interface Settings {
  /** `undefined`: the daemon of this machine. */
  readonly daemonUrl: string | undefined;
  readonly autoStart: boolean;
  /** `undefined`: look for the usual names. */
  readonly planPath: string | undefined;
  readonly environment: string;
  /** Whether to speak up when the plan's deploy script was run by hand. */
  readonly detectDeploys: boolean;
  /** When a deploy is confirmed first. */
  readonly confirm: DeployConfirmation;
  readonly level: NotificationLevel;
  readonly quietHours: QuietHours | undefined;
  readonly snoozeMinutes: number;
  readonly statusBar: StatusBarVisibility;
}

const text = (value: string | undefined): string | undefined => (value?.trim() ? value.trim() : undefined);

/** Anything that is none of the words, as somebody may write into the file of settings, is the first. */
const oneOf = <Word extends string>(words: readonly [Word, ...Word[]], value: unknown): Word =>
  words.find((word) => word === value) ?? words[0];

/** The one reader of the editor's settings. */
export function readSettings(configuration: Pick<WorkspaceConfiguration, 'get'>): Settings {
  return {
    daemonUrl: text(configuration.get<string>('daemon.url'))?.replace(/\/+$/, ''),
    autoStart: configuration.get<boolean>('daemon.autoStart', true),
    planPath: text(configuration.get<string>('plan.path')),
    environment: text(configuration.get<string>('environment')) ?? 'production',
    detectDeploys: configuration.get<boolean>('detectDeploys', true),
    confirm: oneOf(deployConfirmations, configuration.get<string>('deploy.confirm')),
    level: oneOf(notificationLevels, configuration.get<string>('notifications.level')),
    quietHours: quietHoursOf(configuration.get<string>('notifications.quietHours')),
    snoozeMinutes: minutesOf(configuration.get<number>('notifications.snoozeMinutes')),
    statusBar: oneOf(statusBarVisibilities, configuration.get<string>('statusBar.visibility')),
  };
}

/** A timer of more than 24 days would ring at once. */
const minutesOf = (value: unknown): number =>
  typeof value === 'number' && Number.isFinite(value) ? Math.min(24 * 60, Math.max(5, value)) : 30;

/** `22:00-07:00`. What cannot be read keeps nobody quiet; the pattern of the manifest says so where it is written. */
function quietHoursOf(value: string | undefined): QuietHours | undefined {
  const [, from, until] = /^((?:[01]\d|2[0-3]):[0-5]\d)-((?:[01]\d|2[0-3]):[0-5]\d)$/.exec(value?.trim() ?? '') ?? [];
  return from === undefined || until === undefined ? undefined : { from: minuteOf(from), until: minuteOf(until) };
}

function minuteOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * 60 + minutes;
}
