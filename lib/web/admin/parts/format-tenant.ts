/** A stored tenant as people know it: `c#acme` is the tenant "acme" of tokens, `u#ada` that of a user who has none. */
export function formatTenant(tenant: string): string {
  const [kind, ...name] = tenant.split("#");
  if (kind === "c") return name.join("#");
  return kind === "u" ? `${name.join("#")} (without a tenant)` : tenant;
}
