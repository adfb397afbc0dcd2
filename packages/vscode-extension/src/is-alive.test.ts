import { expect, it } from 'vitest';
import { isAlive } from './is-alive.ts';

it('knows whether a process lives', () => expect([isAlive(process.pid), isAlive(2 ** 22 + 1)]).toEqual([true, false]));
