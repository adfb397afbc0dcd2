/** Where ids and secrets come from. */
export interface Ids {
  /** A ULID: sorts by time. */
  next(): string;
  /** 256 bits, base64url: a bearer token. */
  secret(): string;
}
