// Requests to hosts that a user chose: the address that is connected to must be on the public internet.
import { type LookupAddress, type LookupAllOptions, type LookupOptions, lookup as lookupByDns } from "node:dns";
import { BlockList, isIP } from "node:net";
import { ProviderError } from "./provider-error.ts";

const notPublicV4 = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const;

/** All of IPv6 but the global unicast addresses (2000::/3), and of these the ones that stand for an IPv4 address or for nobody. */
const notPublicV6 = [
  ["::", 3],
  ["4000::", 2],
  ["8000::", 1],
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const;

// Two lists, since one list takes an IPv4 address for its mapped form too.
const blockedV4 = new BlockList();
const blockedV6 = new BlockList();
for (const [network, prefix] of notPublicV4) blockedV4.addSubnet(network, prefix, "ipv4");
for (const [network, prefix] of notPublicV6) blockedV6.addSubnet(network, prefix, "ipv6");

/**
 * Whether an address is on the public internet, by the registries of special addresses
 * (iana.org/assignments/iana-ipv4-special-registry, iana-ipv6-special-registry). Mapped (::ffff:0:0/96), translated (64:ff9b::/96)
 * and tunnelled (2002::/16, 2001::/32) forms of IPv4 addresses are not.
 */
export function isPublicAddress(address: string): boolean {
  // A zone, as in fe80::1%eth0, exists on local links only.
  if (address.includes("%")) return false;
  const version = isIP(address);
  return version === 4 ? !blockedV4.check(address, "ipv4") : version === 6 && !blockedV6.check(address, "ipv6");
}

type Lookup = (
  host: string,
  options: LookupAllOptions,
  callback: (error: Error | null, addresses: LookupAddress[]) => void,
) => void;

type Connect = (
  host: string,
  options: LookupOptions,
  callback: (error: Error | null, address: string | LookupAddress[], family?: number) => void,
) => void;

/** A DNS lookup for sockets which fails when one of the addresses is not public: what it returns is what the socket connects to. */
export const createPublicLookup =
  (lookup: Lookup = lookupByDns): Connect =>
  (host, options, callback) =>
    lookup(host, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, []);
      const [first] = addresses;
      if (first === undefined || !addresses.every(({ address }) => isPublicAddress(address)))
        return callback(new ProviderError({ kind: "permanent", code: "egress_refused" }), []);
      return options.all ? callback(null, addresses) : callback(null, first.address, first.family);
    });

type Dispatcher = NonNullable<RequestInit["dispatcher"]>;

/**
 * The class of the connections that `fetch` uses: undici shares its dispatcher under this name
 * (github.com/nodejs/undici, lib/global.js). The package itself would be half of a bundle.
 */
function getAgentClass(): new (options: object) => Dispatcher {
  // Loads what is behind `fetch`.
  new Headers();
  const { constructor: found } = Object(Reflect.get(globalThis, Symbol.for("undici.globalDispatcher.1")));
  if (found?.name !== "Agent") throw new ProviderError({ kind: "permanent", code: "egress_refused" });
  return found;
}

let agent: Dispatcher | undefined;

/**
 * What a request needs so that it reaches public addresses only. A name is looked up once, by the connection itself, so the
 * answer cannot change between the check and the use (DNS rebinding).
 * @throws ProviderError permanent `egress_refused` for an address instead of a name, or another protocol or port than https's
 */
export function requirePublicHost(url: URL): { readonly dispatcher: Dispatcher } {
  // An IPv6 address stands in brackets and has no dot, also one that was written with an IPv4 address in it.
  const isName = isIP(url.hostname) === 0 && url.hostname.includes(".");
  if (url.protocol !== "https:" || url.port !== "" || !isName || url.hostname.endsWith("."))
    throw new ProviderError({ kind: "permanent", code: "egress_refused" });
  agent ??= new (getAgentClass())({ connect: { lookup: createPublicLookup(), timeout: 5000 } });
  return { dispatcher: agent };
}
