import type { EnvironmentView } from '@daywatch/shared/api/views.ts';

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
}

export type Happened =
  | { readonly type: 'connection'; readonly connection: Connection }
  | { readonly type: 'environment'; readonly view: EnvironmentView }
  | { readonly type: 'chosen'; readonly environment: string };

export const initialModel = (environment: string): Model => ({
  connection: { state: 'connecting' },
  environment,
  views: {},
});

/** The model after one more thing happened. Pure. */
export function reduce(model: Model, happened: Happened): Model {
  switch (happened.type) {
    case 'connection': {
      const { connection } = happened;
      // Another daemon may be asked from now on: what this one said is not what that one says.
      return connection.state === 'connecting' ? { ...model, connection, views: {} } : { ...model, connection };
    }
    case 'environment':
      return {
        ...model,
        connection: { state: 'online' },
        views: { ...model.views, [happened.view.name]: happened.view },
      };
    case 'chosen':
      return { ...model, environment: happened.environment };
  }
}

export const currentView = (model: Model): EnvironmentView | undefined => model.views[model.environment];
