import type { WorkspaceConfiguration } from 'vscode';

export interface Settings {
  /** `undefined`: the daemon of this machine. */
  readonly daemonUrl: string | undefined;
  readonly autoStart: boolean;
  /** `undefined`: look for the usual names. */
  readonly planPath: string | undefined;
  readonly environment: string;
  /** Whether to speak up when the plan's deploy script was run by hand. */
  readonly detectDeploys: boolean;
  readonly snoozeMinutes: number;
}

const text = (value: string | undefined): string | undefined => (value?.trim() ? value.trim() : undefined);

/** The one reader of the editor's settings. */
export function readSettings(configuration: Pick<WorkspaceConfiguration, 'get'>): Settings {
  return {
    daemonUrl: text(configuration.get<string>('daemon.url'))?.replace(/\/+$/, ''),
    autoStart: configuration.get<boolean>('daemon.autoStart', true),
    planPath: text(configuration.get<string>('plan.path')),
    environment: text(configuration.get<string>('environment')) ?? 'production',
    detectDeploys: configuration.get<boolean>('detectDeploys', true),
    snoozeMinutes: configuration.get<number>('notifications.snoozeMinutes', 30),
  };
}
