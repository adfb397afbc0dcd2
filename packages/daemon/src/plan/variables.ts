/** `${NAME}`: a secret of the environment when upper-case, else a value that Daywatch fills in. */
const reference = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** Names of the variables in a text, in order. */
export const variablesIn = (text: string): readonly string[] =>
  [...text.matchAll(reference)].map(([, name]) => name ?? '');

/** Replaces each variable; `undefined` leaves it as it stands. */
export const fillVariables = (text: string, lookUp: (name: string) => string | undefined): string =>
  text.replace(reference, (written, name: string) => lookUp(name) ?? written);

export const isSecretName = (name: string): boolean => /^[A-Z_][A-Z0-9_]*$/.test(name);

// In `{ url: ${NAME} }` YAML takes the braces for a mapping. Two characters of the private use area stand for them
// while YAML is read; lengths are kept, so every line and column stays true.
const open = '\uE000';
const close = '\uE001';
const shielded = /\$\uE000([A-Za-z_][A-Za-z0-9_]*)\uE001/g;

export const shieldVariables = (text: string): string =>
  text.replace(reference, (_, name: string) => `$${open}${name}${close}`);

export const unshieldVariables = (text: string): string => text.replace(shielded, (_, name: string) => `\${${name}}`);
