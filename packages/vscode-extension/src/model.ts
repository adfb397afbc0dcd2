import type { EnvironmentView } from '@daywatch/shared/api/views.ts';
import { type History, withValuesOf } from './history.ts';

/** How the editor stands to the daemon. Each state but `online` says why. */
export type Connection =
  | { readonly state: 'no-plan' }
  | { readonly state: 'connecting' }
  /** `local`: the daemon of this machine, which the editor could start. */
  | { readonly state: 'offline'; readonly because: string; readonly local: boolean }
  | { readonly state: 'refused'; readonly because: string }
  | { readonly state: 'online' };

/** Everything the editor shows is made from this. */
export interface Model {
  readonly connection: Connection;
  /** The environment that is spoken of. */
  readonly environment: string;
  /** As the daemon said last; after a lost connection it is what was true then. */
  readonly views: Readonly<Record<string, EnvironmentView>>;
  /** Of each environment: what its criteria were while this window looked. */
  readonly history: Readonly<Record<string, History>>;
}

export type Happened =
  | { readonly type: 'connection'; readonly connection: Connection }
  | { readonly type: 'environment'; readonly view: EnvironmentView }
  | { readonly type: 'chosen'; readonly environment: string };

export const initialModel = (environment: string): Model => ({
  connection: { state: 'connecting' },
  environment,
  views: {},
  history: {},
});

/** The model after one more thing happened. Pure. */
export function reduce(model: Model, happened: Happened): Model {
  switch (happened.type) {
    case 'connection': {
      const { connection } = happened;
      // Another daemon may be asked from now on: what this one said is not what that one says.
      return connection.state === 'connecting'
        ? { ...model, connection, views: {}, history: {} }
        : { ...model, connection };
    }
    case 'environment': {
      const { view } = happened;
      return {
        ...model,
        // Until all have come, another environment's state does not mean that this one is not watched.
        ...(view.name === model.environment && { connection: { state: 'online' } }),
        views: { ...model.views, [view.name]: view },
        history: { ...model.history, [view.name]: historyWith(model, view) },
      };
    }
    case 'chosen':
      return { ...model, environment: happened.environment };
  }
}

/** The same verdict comes again with every step, sign-off and reconnection: its values count once. */
function historyWith({ views, history }: Model, { name, verdict }: EnvironmentView): History {
  const known = history[name] ?? {};
  return views[name]?.verdict.asOf === verdict.asOf ? known : withValuesOf(known, verdict);
}

export const currentView = (model: Model): EnvironmentView | undefined => model.views[model.environment];
