import { X509Certificate } from 'node:crypto';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { instant, type Millis } from '@daywatch/shared/vocabulary/time.ts';
import type { buildConnector } from 'undici';
import type { PeerCertificate } from '../ports/outbound.ts';
import type { TlsMaterial } from './tls-material.ts';

/** Where the time before the first byte went, filled in while the connection is made. */
interface ConnectPhases {
  dns?: Millis;
  connect?: Millis;
  tls?: Millis;
}

/** A connector for one connection that writes down its phases, and the means to end it half-made. */
export interface MeasuredConnect {
  readonly phases: ConnectPhases;
  /** What the other side showed, also when it was refused. */
  certificate(): PeerCertificate | undefined;
  readonly connect: buildConnector.connector;
  destroy(): void;
}

export interface MeasuredOptions {
  readonly elapsed: () => Millis;
  readonly tls: TlsMaterial;
  readonly family?: 4 | 6;
}

export function measuredConnect({ elapsed, tls: material, family }: MeasuredOptions): MeasuredConnect {
  const phases: ConnectPhases = {};
  const sockets: Socket[] = [];
  const since = (start: number) => (elapsed() - start) as Millis;
  let certificate: PeerCertificate | undefined;

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
    const tcp = connectTcp({ host, port, autoSelectFamily: true, ...(family && { family }) });
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
      const tls = connectTls({ socket: tcp, host, servername, ALPNProtocols: ['http/1.1'], ...material });
      sockets.push(tls);
      // Before the certificate is verified: one that is refused is of interest too.
      tls.prependOnceListener('secure', () => {
        // Not getPeerX509Certificate(): after it Node no longer finds the name of the host in the certificate.
        const { raw } = tls.getPeerCertificate();
        if (raw !== undefined) certificate = { expires: instant(new X509Certificate(raw).validToDate.getTime()) };
      });
      tls.once('error', settle);
      tls.once('secureConnect', () => {
        phases.tls = since(begun);
        settle(null, tls);
      });
    });
  };

  return {
    phases,
    certificate: () => certificate,
    connect,
    destroy() {
      for (const socket of sockets) socket.destroy();
    },
  };
}
