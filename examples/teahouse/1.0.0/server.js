import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { menu } from './menu.js';
import { count, exposition } from './metrics.js';
import { onDuty } from './on-duty.js';
import { placeOrder } from './place-order.js';

const [port, pidFile] = process.argv.slice(2);
const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));

const json = (status, body) => ({ status, type: 'application/json', text: JSON.stringify(body) });

const routes = {
  'GET /healthz': () => json(200, { status: 'ok' }),
  'GET /version': () => json(200, { version }),
  'GET /metrics': () => ({ status: 200, type: 'text/plain', text: exposition() }),
  'GET /menu': () => json(200, menu),
  'POST /orders': (body) => {
    const order = placeOrder(JSON.parse(body));
    return order === undefined ? json(404, { error: 'not on the menu' }) : json(201, order);
  },
};

const server = createServer(async (request, response) => {
  const began = performance.now();
  const route = `${request.method} ${request.url}`;
  const answer = await answerTo(route, request);
  response.writeHead(answer.status, { 'content-type': answer.type }).end(answer.text);
  if (route in routes) count(request.url, answer.status, (performance.now() - began) / 1000);
});

async function answerTo(route, request) {
  let body = '';
  for await (const chunk of request) body += chunk;
  try {
    return routes[route]?.(body) ?? json(404, { error: 'no such page' });
  } catch (error) {
    log({
      level: 'error',
      msg: `${route} failed`,
      err: { type: error.name, message: error.message, stack: error.stack },
    });
    return json(500, { error: 'something went wrong' });
  }
}

const log = (line) => console.log(JSON.stringify({ time: new Date().toISOString(), ...line }));

// The version before may need a moment to leave the port.
server.on('error', (error) => {
  if (error.code !== 'EADDRINUSE') throw error;
  setTimeout(() => server.listen(Number(port), '127.0.0.1'), 100);
});
server.once('listening', () => log({ level: 'info', msg: `${version} answers on port ${port}` }));
server.listen(Number(port), '127.0.0.1');
onDuty(pidFile, () => process.exit());
