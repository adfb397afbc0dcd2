import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Millis } from '@daywatch/shared/vocabulary/time.ts';
import type { buildConnector } from 'undici';

/** Where the time before the first byte went, filled in while the connection is made. */
interface ConnectPhases {
  dns?: Millis;
  connect?: Millis;
  tls?: Millis;
}

/** A connector for one connection that writes down its phases, and the means to end it half-made. */
export interface MeasuredConnect {
  readonly phases: ConnectPhases;
  readonly connect: buildConnector.connector;
  destroy(): void;
}

export function measuredConnect(elapsed: () => Millis, ca?: string): MeasuredConnect {
  const phases: ConnectPhases = {};
  const sockets: Socket[] = [];
  const since = (start: number) => (elapsed() - start) as Millis;

  const connect: buildConnector.connector = (target, callback) => {
    const secure = target.protocol === 'https:';
    const host = target.hostname.replace(/^\[(.*)\]$/, '$1');
    const start = elapsed();
    let looked = start;
    let settled = false;
    const settle = (error: Error | null, socket?: Socket) => {
      if (settled) return;
      settled = true;
      if (socket === undefined) callback(error ?? new Error('no socket'), null);
      else callback(null, socket);
    };

    const port = target.port === '' ? (secure ? 443 : 80) : Number(target.port);
    const tcp = connectTcp({ host, port, autoSelectFamily: true });
    sockets.push(tcp);
    tcp.setNoDelay(true);
    // Comes once for each address of the host; a literal address has no lookup.
    tcp.once('lookup', () => {
      phases.dns = since(start);
      looked = elapsed();
    });
    tcp.once('error', settle);
    tcp.once('connect', () => {
      phases.connect = since(looked);
      if (!secure) return settle(null, tcp);
      const begun = elapsed();
      // A server name is a name: for an address TLS has none.
      const servername = target.servername ?? (isIP(host) === 0 ? host : '');
      const options = { socket: tcp, host, servername, ALPNProtocols: ['http/1.1'] };
      const tls = connectTls(ca === undefined ? options : { ...options, ca });
      sockets.push(tls);
      tls.once('error', settle);
      tls.once('secureConnect', () => {
        phases.tls = since(begun);
        settle(null, tls);
      });
    });
  };

  return {
    phases,
    connect,
    destroy() {
      for (const socket of sockets) socket.destroy();
    },
  };
}
