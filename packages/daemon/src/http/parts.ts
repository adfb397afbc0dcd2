import type { Role } from '@daywatch/shared/api/route.ts';
import type { RouteName } from '@daywatch/shared/api/routes.ts';
import type { Seconds } from '@daywatch/shared/vocabulary/time.ts';
import type { ChecklistLooks } from '../checklist/checklist-looks.ts';
import type { WaitingRunners } from '../deployments/waiting-runners.ts';
import type { Feed } from '../feed.ts';
import type { AnnouncementCommands, LinkSigning } from '../ports/announcements.ts';
import type { Clock } from '../ports/clock.ts';
import type { DeploymentCommands, Intake, PlanRegistry, SilenceCommands } from '../ports/commands.ts';
import type { Ids } from '../ports/ids.ts';
import type { Logger } from '../ports/logger.ts';
import type { Store } from '../ports/store.ts';

/** Somebody whom a token lets in. */
export interface TokenHolder {
  /** For the record: `devops`. */
  readonly name: string;
  /** By it, or by the name, the plan says what roles a person has. */
  readonly email?: string;
  /** Of the token that stands in the daemon's own folder. */
  readonly owner?: boolean;
  /** `runner` tokens are not listed: each deployment has its own. */
  readonly role: Exclude<Role, 'runner'>;
  readonly token: string;
}

export interface Access {
  readonly tokens: readonly TokenHolder[];
  /** What is answered without a token. */
  readonly open: { readonly gate: boolean; readonly metrics: boolean };
  /**
   * Names that the Host header may say besides the loopback ones, or `any` when a proxy in front checks it.
   * Against DNS rebinding: a web page that gives its own name the address 127.0.0.1.
   */
  readonly hosts: 'any' | readonly string[];
}

interface About {
  readonly version: string;
  readonly pid: number;
  /** RFC 3339. */
  readonly startedAt: string;
}

/** What the metrics want to know of the server. */
interface HttpObserver {
  answered(route: RouteName, status: number, took: Seconds): void;
  streamClients(count: number): void;
}

export interface HttpParts {
  readonly feed: Feed;
  readonly commands: DeploymentCommands;
  readonly plans: PlanRegistry;
  readonly checklist: Pick<ChecklistLooks, 'look'>;
  readonly silences: SilenceCommands;
  readonly announcements: AnnouncementCommands;
  readonly links: LinkSigning;
  readonly waitingRunners: WaitingRunners;
  readonly intake: Intake;
  readonly store: Pick<
    Store,
    'deployment' | 'deployments' | 'events' | 'observations' | 'hours' | 'saveHours' | 'baseline' | 'ping' | 'runnerKey'
  >;
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'next'>;
  readonly log: Logger;
  readonly access: Access;
  readonly about: About;
  readonly observer: HttpObserver;
  /** One self-contained page; its inline script and style are allowed by their hashes. */
  dashboardPage(): string;
  metricsText(): Promise<string>;
  /** Sentences on what is late: empty when every running watch was looked at lately. */
  late(): readonly string[];
  /** Reports a bug to whoever collects them. */
  onFault(cause: unknown, facts: { readonly fault: string; readonly route: string }): void;
  /** Aborts when the daemon stops: streams say so, long polls answer. */
  readonly stopping: AbortSignal;
}
