import { extname } from 'node:path';

/** 20261201, 2026-12-01T22:00:00Z, 2026-12-01.2; or seconds since 1970. */
const time = String.raw`(?:20\d\d[-_.]?[01]\d[\dTZ:+._-]*|\d{10,})`;
const behind = new RegExp(String.raw`^(?:[-._]+(?:\d+|${time})|\.old)$`);
/** A number after a dash is as likely that of an instance: shop-2.log. */
const beforeEnding = new RegExp(String.raw`^(?:\.\d+|[-._]+${time})$`);

/**
 * Whether a rotation gives such a name to an old log: a number or a time stands behind the name or before its ending.
 * For what can be told by its content too, a like name is enough; where the name alone decides, `shop-error.log` must
 * not pass for an old `shop.log`.
 */
export function isRotatedName(name: string, other: string): boolean {
  if (other.startsWith(name) && behind.test(other.slice(name.length))) return true;
  const ending = extname(name);
  const stem = name.slice(0, name.length - ending.length);
  return (
    ending !== '' &&
    other.length > name.length &&
    other.startsWith(stem) &&
    other.endsWith(ending) &&
    beforeEnding.test(other.slice(stem.length, other.length - ending.length))
  );
}
