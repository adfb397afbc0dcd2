import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';

export const gitEnvironment = {
  PATH: '/usr/local/bin:/usr/bin:/bin',
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Dana',
  GIT_AUTHOR_EMAIL: 'dana@example.com',
  GIT_COMMITTER_NAME: 'Dana',
  GIT_COMMITTER_EMAIL: 'dana@example.com',
};

/** A real repository with a bare origin, on `main`. */
export class Checkout {
  private readonly root = mkdtempSync(join(tmpdir(), 'daywatch-checkout-'));
  readonly folder = join(this.root, 'work');
  readonly origin = join(this.root, 'origin.git');

  constructor(like?: Checkout) {
    if (like !== undefined) {
      cpSync(like.root, this.root, { recursive: true, preserveTimestamps: true });
      return;
    }
    mkdirSync(this.folder);
    execFileSync('git', ['init', '-q', '--bare', '-b', 'main', '--template=', this.origin]);
    this.git('init', '-q', '-b', 'main', '--template=');
    this.git('remote', 'add', 'origin', '../origin.git');
  }

  git(...words: string[]): string {
    return execFileSync('git', words, { cwd: this.folder, env: gitEnvironment, encoding: 'utf8' }).trim();
  }

  write(path: string, text: string, executable = false): void {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    if (executable) chmodSync(file, 0o755);
  }

  commit(subject: string, files: Readonly<Record<string, string>>): string {
    for (const [path, text] of Object.entries(files)) this.write(path, text, path.endsWith('.sh'));
    this.git('add', '-A');
    this.git('commit', '-q', '--allow-empty', '-m', subject);
    return this.git('rev-parse', 'HEAD');
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

type ShopCheckout = Checkout & { readonly stable: string; readonly staged: string };

function makeShopCheckout(): ShopCheckout {
  const checkout = new Checkout();
  const script = '#!/bin/sh\necho "deploying $(cat version)"\ncp version deployed\n';
  const stable = checkout.commit('First', {
    'package.json': '{ "version": "1.0.0" }',
    version: '1.0.0',
    'deploy.sh': script,
    '.gitignore': 'deployed\n',
  });
  checkout.git('tag', '-a', 'stable/1.0.0', '-m', 'stable');
  checkout.git('push', '-q', '-u', 'origin', 'main', 'stable/1.0.0');
  checkout.git('checkout', '-q', '-b', 'staging');
  checkout.commit('Faster checkout', { speed: 'fast' });
  const staged = checkout.commit('Version 1.1.0', { 'package.json': '{ "version": "1.1.0" }', version: '1.1.0' });
  checkout.git('checkout', '-q', 'main');
  return Object.assign(checkout, { stable, staged });
}

let made: ShopCheckout | undefined;
afterAll(() => made?.remove());

/** `main` with version 1.0.0 tagged stable and pushed, `staging` two commits ahead with 1.1.0; on `main`. Made once, then copied. */
export function shopCheckout(): ShopCheckout {
  made ??= makeShopCheckout();
  const { stable, staged } = made;
  return Object.assign(new Checkout(made), { stable, staged });
}
