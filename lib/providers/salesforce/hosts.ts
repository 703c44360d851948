// The hosts that Salesforce tokens and the application's secret may be sent to. Everything here is compared as a whole and in ASCII:
// a suffix, another spelling of a dot, a user name, a port or a trailing dot makes it another host.
import { ProviderError } from "../../http/provider-error.ts";

const label = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";

/**
 * A My Domain, also of a sandbox (`acme--sb.sandbox.my.salesforce.com`) or of another partition:
 * help.salesforce.com, "My Domain URL Formats". `*.lightning.force.com` shows pages and takes no tokens.
 */
const myDomain = new RegExp(
  `^${label}(?:\\.(?:demo|develop|free|patch|sandbox|scratch|stage|trailblaze))?\\.my\\.salesforce\\.com$`,
);

/** An instance without a My Domain of its own, such as `na139.salesforce.com`: help.salesforce.com, "View Instance Information". */
const instance = /^[a-z]{2,4}\d{1,4}\.salesforce\.com$/;

const sharedLoginHosts = new Set(["login.salesforce.com", "test.salesforce.com"]);

/** The host that a person may sign in at, from what they wrote; an address such as `https://acme.my.salesforce.com/` is its host. */
export function parseLoginHost(written: string): string | undefined {
  const host = readHost(written) ?? written.toLowerCase();
  return sharedLoginHosts.has(host) || myDomain.test(host) ? host : undefined;
}

/** The host of an `instance_url`. @throws ProviderError permanent `host_not_allowed` */
export function parseInstanceHost(instanceUrl: unknown): string {
  const host = typeof instanceUrl === "string" ? readHost(instanceUrl) : undefined;
  if (host !== undefined && (myDomain.test(host) || instance.test(host))) return host;
  throw new ProviderError({ kind: "permanent", code: "host_not_allowed" });
}

/** The host of an address that is nothing but one. The text itself is read: a URL parser would turn other letters into these. */
const readHost = (address: string): string | undefined => /^https:\/\/([^/]+)\/?$/.exec(address.toLowerCase())?.[1];
