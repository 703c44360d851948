/** Whose data a request may touch: `tenant` is `c#<claim>`, or `u#<sub>` for people without one; `user` is the token's `sub`. */
export interface Owner {
  readonly tenant: string;
  readonly user: string;
}

export function isSameOwner(a: Owner, b: Owner): boolean {
  return a.tenant === b.tenant && a.user === b.user;
}
