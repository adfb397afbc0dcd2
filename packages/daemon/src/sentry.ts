/** What is used of Sentry: by name, so that the bundle leaves the rest out. */
export { captureException, close, init } from '@sentry/node';
