import { createClient } from '@daywatch/shared/client/client.ts';
import { expect, it } from 'vitest';
import { deploymentNamed } from './current-deployment.ts';

it('takes for an id what no environment is called', async () => {
  const fetch = async () =>
    Response.json({ type: 'x', title: 'No', status: 404, code: 'x', detail: 'No.' }, { status: 404 });
  expect(await deploymentNamed(createClient({ url: 'http://daemon', fetch }), '01JE')).toBe('01JE');
});
