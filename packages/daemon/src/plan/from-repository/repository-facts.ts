/** Something that was found, and where: `package.json`, `src/app.ts line 12`. */
export interface Fact<Value = string> {
  readonly value: Value;
  readonly from: string;
}

/** What a repository says of its service. */
export interface RepositoryFacts {
  /** The name of its folder. */
  readonly folder: string;
  readonly service?: Fact;
  /** Scripts of package.json that can be run: `test`, `test:production`. */
  readonly scripts: readonly string[];
  /** Packages that the service needs. */
  readonly dependencies: readonly string[];
  readonly branches: readonly string[];
  /** `owner/name`. */
  readonly github?: Fact;
  /** A pattern of tags that mark stable versions. */
  readonly stableTags?: Fact;
  /** `./deploy-production.sh`, by environment. */
  readonly deployScripts: Readonly<Record<string, Fact>>;
  /** Path of the health check. */
  readonly health?: Fact;
  /** Path of the page of metrics. */
  readonly metrics?: Fact;
  /** Names of metrics that stand in the code. */
  readonly metricNames: readonly string[];
  /** Name of the variable with the address of the database. */
  readonly database?: Fact;
  /** Name of the variable with the DSN, when Sentry is used. */
  readonly sentry?: Fact;
  readonly migrations?: Fact;
  readonly logFormat?: Fact;
  /** Routes that stand in the code. */
  readonly routes: readonly Route[];
}

export interface Route {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  readonly path: string;
}

/** `shop` reads its address from SHOP_URL. */
export const variableOf = (service: string, ending: string): string =>
  `${
    service
      .toUpperCase()
      .replace(/[^A-Z0-9]+/g, '_')
      .replace(/^_+|_+$/g, '')
      .replace(/^(?=\d)/, '_') || 'SERVICE'
  }_${ending}`;
