import { instant } from '@daywatch/shared/vocabulary/time.ts';
import { expect, it } from 'vitest';
import { signed } from './signed.ts';

const at = instant(Date.parse('2015-08-30T12:36:00Z'));
const credentials = { accessKey: 'AKIDEXAMPLE', secretKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };

// Worked examples of AWS: the test suite of Signature Version 4, and the one of its documentation.
it.each([
  [
    'get-vanilla',
    'https://example.amazonaws.com/',
    'service',
    {},
    'SignedHeaders=host;x-amz-date, Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
  ],
  [
    'ListUsers',
    'https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08',
    'iam',
    { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    'SignedHeaders=content-type;host;x-amz-date, Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
  ],
])('%s', (_, url, service, headers, signature) => {
  const request = signed({ url, headers }, { region: 'us-east-1', service, credentials, at });
  expect(request.headers?.authorization).toBe(
    `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/${service}/aws4_request, ${signature}`,
  );
});

it('signs the token of temporary credentials too', () => {
  const request = signed(
    { url: 'https://example.amazonaws.com/', method: 'POST', body: '{}' },
    { region: 'us-east-1', service: 'service', credentials: { ...credentials, sessionToken: 'token' }, at },
  );
  expect(request.headers).toMatchObject({
    'x-amz-security-token': 'token',
    authorization: expect.stringContaining('SignedHeaders=host;x-amz-date;x-amz-security-token'),
  });
});
