/**
 * The owner of data. `tenant` is `c#<claim>`, or `u#<sub>` for users without a tenant; `user` is the token's `sub`. Those of another
 * issuer have its name in them ({@link nameOwnersBy}). A user is known by both: `user` alone does not tell two issuers' users apart.
 */
export interface Owner {
  readonly tenant: string;
  readonly user: string;
}

/** How owners are named by what one issuer's tokens say. */
export interface OwnerNames {
  toCompany(claim: string): string;
  /** The tenant of a user without one. */
  toPersonalTenant(subject: string): string;
  toUser(subject: string): string;
}

/**
 * Names the users of an issuer. A subject is unique only within its issuer, so the names of every issuer but the first have its own
 * name in them: `c@old#acme`, `u@old#5` and `old#5`. No claim of another issuer becomes one of these tenants.
 * @param entry the issuer's name in the stage's list; undefined for the first and for those who share its users
 */
export function nameOwnersBy(entry: string | undefined): OwnerNames {
  const [ofTenant, ofUser] = entry === undefined ? ["", ""] : [`@${entry}`, `${entry}#`];
  return {
    toCompany: (claim) => `c${ofTenant}#${claim}`,
    toPersonalTenant: (subject) => `u${ofTenant}#${subject}`,
    toUser: (subject) => `${ofUser}${subject}`,
  };
}

/**
 * The owner of what belongs to a tenant itself, such as connections by client credentials. It is of a kind of its own: no token makes
 * a tenant that begins with `t#` or `t@`, so no user's id equals it, whatever the user is called.
 */
export function tenantOwner(tenantId: string, entry?: string): Owner {
  return { tenant: entry === undefined ? `t#${tenantId}` : `t@${entry}#${tenantId}`, user: tenantId };
}

/** Whether a tenant is a token's, and neither a single person's nor what belongs to a tenant itself. */
export const isCompany = (tenant: string): boolean => /^c[#@]/.test(tenant);

/** The name of the issuer by which a tenant is named; undefined for the first issuer's. */
export const readEntryName = (tenant: string): string | undefined => /^[cut]@([a-z0-9]+)#/.exec(tenant)?.[1];

export function isSameOwner(a: Owner, b: Owner): boolean {
  return a.tenant === b.tenant && a.user === b.user;
}

/** The user as the token names them: without the name of another issuer, which such an owner's tenant begins with. */
export function readTokenSubject({ tenant, user }: Owner): string {
  const issuer = readEntryName(tenant);
  return issuer !== undefined && user.startsWith(`${issuer}#`) ? user.slice(issuer.length + 1) : user;
}

export type ConnectionKey = Owner & { readonly provider: string; readonly id: string };

/**
 * Bytes of tenant and user in a key. The longest sort keys hold both with a provider and a connection, and DynamoDB takes 1,024
 * bytes: docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */
const maxOwnerKeyBytes = 960;

/**
 * What the queues do not take, beside halves of characters:
 * docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
const noncharacters = /[\ufffe\uffff]/;

const isText = (name: string) => name.isWellFormed() && !noncharacters.test(name);

/** Whether keys and messages can be built of an owner: two names that are Unicode text and not too long once they are encoded. */
export function fitsKeys({ tenant, user }: Owner): boolean {
  if (!isText(tenant) || !isText(user) || user === "") return false;
  return encodeURIComponent(tenant).length + encodeURIComponent(user).length <= maxOwnerKeyBytes;
}
