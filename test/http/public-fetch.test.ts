import type { LookupAddress, LookupOptions } from "node:dns";
import { createServer } from "node:https";
import { afterEach, expect, test, vi } from "vitest";
import { findProviderError } from "../../lib/http/provider-error.ts";
import { createPublicLookup, isPublicAddress, requirePublicHost } from "../../lib/http/public-fetch.ts";

test.each([
  "0.0.0.0",
  "10.1.2.3",
  "100.64.0.1",
  "127.0.0.1",
  "127.255.255.254",
  "169.254.169.254",
  "172.16.0.1",
  "172.31.255.255",
  "192.168.1.1",
  "198.18.0.1",
  "224.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "::ffff:127.0.0.1",
  "::ffff:8.8.8.8",
  "::ffff:a9fe:a9fe",
  "64:ff9b::a9fe:a9fe",
  "64:ff9b:1::1",
  "100::1",
  "2001::1",
  "2001:db8::1",
  "2002:7f00:1::",
  "fc00::1",
  "fd00:ec2::254",
  "fe80::1",
  "fe80::1%eth0",
  "2606:4700::1%eth0",
  "ff02::1",
  "localhost",
  "",
  "2130706433",
  "0x7f.1",
])("%j is not public", (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each(["8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450:4001:81b::200e"])(
  "%s is public",
  (address) => {
    expect(isPublicAddress(address)).toBe(true);
  },
);

const lookUp = (all: boolean, ...addresses: LookupAddress[]) =>
  new Promise<unknown[]>((resolve) => {
    const lookup = createPublicLookup((_host, _options, callback) => callback(null, addresses));
    lookup("shop.example.com", { all }, (...outcome) => resolve(outcome));
  });
const google = { address: "8.8.8.8", family: 4 };
const metadata = { address: "169.254.169.254", family: 4 };

test("a name's public addresses are connected to, in both forms that sockets ask for", async () => {
  expect(await lookUp(true, google)).toEqual([null, [google]]);
  expect(await lookUp(false, google)).toEqual([null, "8.8.8.8", 4]);
});

test("a name with one address inside is not connected to at all, nor one without an address", async () => {
  for (const addresses of [[metadata], [google, metadata], []]) {
    const [error] = await lookUp(true, ...addresses);
    expect(findProviderError(error)).toMatchObject({ kind: "permanent", code: "egress_refused" });
  }
});

test("every address of a name is asked for, and whatever else the socket asks", async () => {
  const asked: [string, LookupOptions][] = [];
  const lookup = createPublicLookup((host, options, callback) => {
    asked.push([host, options]);
    callback(null, [google]);
  });
  await new Promise((resolve) => lookup("shop.example.com", { family: 4, hints: 1024 }, resolve));
  expect(asked).toEqual([["shop.example.com", { family: 4, hints: 1024, all: true }]]);
});

test("a name that is not found fails as it does elsewhere, whatever came with it", async () => {
  const failure = Object.assign(new Error("not found"), { code: "ENOTFOUND" });
  const outcome = await new Promise<unknown[]>((resolve) => {
    const lookup = createPublicLookup((_host, _options, callback) => callback(failure, [google]));
    lookup("shop.example.com", { all: true }, (...given) => resolve(given));
  });
  expect(outcome).toEqual([failure, []]);
});

test("names are looked up by the system's resolver", async () => {
  const [error, addresses] = await new Promise<unknown[]>((resolve) => {
    createPublicLookup()("localhost", {}, (...given) => resolve(given));
  });
  expect(findProviderError(error)).toMatchObject({ code: "egress_refused" });
  expect(addresses).toEqual([]);
});

const shared = Symbol.for("undici.globalDispatcher.1");
// It is there once something of `fetch` was used.
new Headers();
const original: unknown = Reflect.get(globalThis, shared);
afterEach(() => {
  Reflect.set(globalThis, shared, original);
});

test.each([
  ["nothing", undefined],
  ["null", null],
  ["an object of another class", new (class Dispatcher {})()],
  ["an object without a class", Object.create(null)],
])("nothing is sent where %s stands for the connections of `fetch`", async (_, stray) => {
  vi.resetModules();
  const fresh = await import("../../lib/http/public-fetch.ts");
  Reflect.set(globalThis, shared, stray);
  expect(() => fresh.requirePublicHost(new URL("https://shop.example.com/"))).toThrow(
    expect.objectContaining({ kind: "permanent", code: "egress_refused" }),
  );
});

test.each([
  "http://shop.example.com/",
  "https://shop.example.com:8443/",
  "https://127.0.0.1/",
  "https://[::1]/",
  "https://2130706433/",
  "https://0x7f000001/",
  "https://localhost/",
  "https://shop.example.com./",
  "https://shop./",
  "https://8.8.8.8/",
  "https://[2606:4700::1111]/",
  "https://[::ffff:8.8.8.8]/",
  "ftp://shop.example.com/",
  "wss://shop.example.com/",
])("nothing is sent to %s", (url) => {
  expect(() => requirePublicHost(new URL(url))).toThrow(
    expect.objectContaining({ name: "ProviderError", kind: "permanent", code: "egress_refused" }),
  );
});

test("a name that leads to this machine is refused by the connection itself", async () => {
  let connections = 0;
  const server = createServer(() => undefined).on("connection", () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { dispatcher } = requirePublicHost(new URL("https://shop.example.com/"));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  const error = await fetch(`https://localhost:${port}/`, { dispatcher }).catch((failure: unknown) => failure);
  expect(findProviderError(error)).toMatchObject({ code: "egress_refused" });
  expect(connections).toBe(0);
  await new Promise((resolve) => server.close(resolve));
});

test("requests to all public hosts share their connections", () => {
  const first = requirePublicHost(new URL("https://shop.example.com/"));
  expect(requirePublicHost(new URL("https://other.example.com:443/path"))).toEqual(first);
});
