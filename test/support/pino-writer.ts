// A service that logs with pino: `node pino-writer.ts FILE LINES`. It opens its file again on SIGHUP, as logrotate asks.
import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';

const [, , file = '', lines] = process.argv;
const destination = pino.destination({ dest: file, sync: true });
const log = pino(destination);
process.on('SIGHUP', () => destination.reopen());
for (let number = 1; number <= Number(lines); number += 1) {
  if (number % 10 === 0) log.error({ err: new TypeError(`line ${number} is größer`) }, 'request failed');
  else log.info({ number }, 'request answered');
  if (number % 20 === 0) await sleep(1);
}
