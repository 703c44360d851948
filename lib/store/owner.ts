/** The owner of data. `tenant` is `c#<claim>`, or `u#<sub>` for users without a tenant; `user` is the token's `sub`. */
export interface Owner {
  readonly tenant: string;
  readonly user: string;
}

export function isSameOwner(a: Owner, b: Owner): boolean {
  return a.tenant === b.tenant && a.user === b.user;
}

export type ConnectionKey = Owner & { readonly provider: string; readonly id: string };
