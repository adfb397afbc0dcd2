import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Plugin, transform } from 'esbuild';

const beside = (specifier: string, file: string): string =>
  fileURLToPath(new URL(file, import.meta.resolve(specifier)));

/** What a package brings and nobody here uses, by its path: in its place stands this module. */
const replaced: readonly { readonly path: RegExp; readonly by: string }[] = [
  // Messages of zod in fifty languages.
  { path: /zod\/v4\/locales\/index\.js$/, by: "export { default as en } from './en.js';" },
  // For processors without SIMD, which Node 22 does not run on.
  { path: /undici\/lib\/llhttp\/llhttp-wasm\.js$/, by: 'module.exports = undefined;' },
  { path: /undici\/lib\/milo\/no-simd\.js$/, by: 'module.exports = undefined;' },
  // What Sentry watches in other programs: frameworks, databases, models. Here it reports faults.
  {
    path: /@sentry\/server-utils\/build\/esm\/integrations\/index\.js$/,
    by: 'export const getTracingIntegrations = () => [];\nexport const getErrorIntegrations = () => [];',
  },
  // fetch, WebSocket, caches and mocks: the daemon asks by dispatchers.
  {
    path: /undici\/index\.js$/,
    by: [
      "Object.assign(require('./lib/dispatcher/dispatcher').prototype, require('./lib/api'));",
      "exports.Agent = require('./lib/dispatcher/agent');",
      "exports.ProxyAgent = require('./lib/dispatcher/proxy-agent');",
    ].join('\n'),
  },
];

/**
 * A smaller bundle of what others wrote: parts that nobody uses are left out, and names inside packages are short. Names
 * of our own code stay: errors and logs tell them.
 */
export const smaller: Plugin = {
  name: 'smaller',
  setup(build) {
    // Tools describe what they take by schemas of ours: the smaller of the SDK's two validators is enough.
    build.onResolve({ filter: /^@modelcontextprotocol\/server\/_shims$/ }, () => ({
      path: beside('@modelcontextprotocol/server', 'shimsWorkerd.mjs'),
    }));
    build.onLoad({ filter: /node_modules.*\.[cm]?js$/ }, async ({ path }) => {
      const source = replaced.find((one) => one.path.test(path))?.by ?? (await readFile(path, 'utf8'));
      const { code } = await transform(source, {
        loader: 'js',
        minifyIdentifiers: true,
        target: 'node22',
        ...(/\.mjs$/.test(path) && { format: 'esm' }),
      });
      return { contents: code, loader: 'js' };
    });
  },
};
