const vscode = require('vscode');
const { createServer } = require('node:http');
const { renameSync, writeFileSync } = require('node:fs');

/** Answers `POST {fn, args}` with what the function returns; only to whoever holds the secret, only on this machine. */
exports.activate = (context) => {
  const { DAYWATCH_TEST_DRIVER: portFile, DAYWATCH_TEST_SECRET: secret } = process.env;
  if (portFile === undefined || secret === undefined) return;

  const server = createServer(async (request, response) => {
    if (request.method !== 'POST' || request.headers.authorization !== `Bearer ${secret}`) {
      response.writeHead(403).end();
      return;
    }
    let body = '';
    for await (const chunk of request) body += chunk;
    const answer = await call(body).catch((error) => ({ error: String(error?.stack ?? error) }));
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  server.listen(0, '127.0.0.1', () => {
    writeFileSync(`${portFile}.new`, String(server.address().port));
    renameSync(`${portFile}.new`, portFile);
  });
  context.subscriptions.push({ dispose: () => server.close() });
};

async function call(body) {
  const { fn, args } = JSON.parse(body);
  // biome-ignore lint/security/noGlobalEval: the functions come from the test that started this editor.
  // biome-ignore lint/complexity/noCommaOperator: an indirect eval runs in the global scope.
  return { result: await (0, eval)(`(${fn})`)(vscode, ...args) };
}
