import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Certified {
  readonly key: string;
  readonly cert: string;
  readonly keyFile: string;
  readonly certFile: string;
}

const day = 86_400_000;
/** `20261122120000Z`. */
const openSslTime = (inDays: number): string =>
  `${new Date(Date.now() + inDays * day).toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`;

/** A certificate authority of its own, in a temporary folder. */
export function certificateAuthority() {
  const folder = mkdtempSync(join(tmpdir(), 'daywatch-ca-'));
  const at = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl(
    'req',
    '-x509',
    ...newKey,
    '-days',
    '3650',
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
    '-subj',
    '/CN=Daywatch test',
  );
  writeFileSync(at('index.txt'), '');
  writeFileSync(
    at('ca.cnf'),
    `[ca]\ndefault_ca = own\n[own]\ndatabase = index.txt\nnew_certs_dir = .\nrand_serial = yes\ndefault_md = sha256\n` +
      'policy = any\ncopy_extensions = copy\nunique_subject = no\n[any]\ncommonName = supplied\n',
  );
  let issued = 0;
  return {
    caFile: at('ca.pem'),
    ca: readFileSync(at('ca.pem'), 'utf8'),
    /** A certificate for a host, good from yesterday, or the day before it ends, until so many days from now. */
    issue(host: string, days = 30): Certified {
      const name = `${++issued}`;
      const subject = ['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`];
      openssl('req', ...newKey, '-keyout', `${name}.key`, '-out', `${name}.csr`, ...subject);
      const validity = ['-startdate', openSslTime(Math.min(0, days) - 1), '-enddate', openSslTime(days)];
      const signer = ['-keyfile', 'ca.key', '-cert', 'ca.pem', '-config', 'ca.cnf'];
      openssl('ca', '-batch', '-notext', ...signer, ...validity, '-in', `${name}.csr`, '-out', `${name}.pem`);
      const [keyFile, certFile] = [at(`${name}.key`), at(`${name}.pem`)];
      return { keyFile, certFile, key: readFileSync(keyFile, 'utf8'), cert: readFileSync(certFile, 'utf8') };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
