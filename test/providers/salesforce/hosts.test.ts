// Hosts that a token or the application's secret may go to. The list of refused ones is by the ways in which a URL can mislead.
import { expect, test } from "vitest";
import { parseInstanceHost, parseLoginHost } from "../../../lib/providers/salesforce/hosts.ts";

test.each([
  ["login.salesforce.com", "login.salesforce.com"],
  ["test.salesforce.com", "test.salesforce.com"],
  ["ACME.my.salesforce.com", "acme.my.salesforce.com"],
  ["https://acme.my.salesforce.com/", "acme.my.salesforce.com"],
  ["acme--sb.sandbox.my.salesforce.com", "acme--sb.sandbox.my.salesforce.com"],
  ["acme-dev-ed.develop.my.salesforce.com", "acme-dev-ed.develop.my.salesforce.com"],
])("people may sign in at %s", (written, host) => {
  expect(parseLoginHost(written)).toBe(host);
});

const misleading = [
  "",
  "salesforce.com",
  "my.salesforce.com",
  ".my.salesforce.com",
  "acme.lightning.force.com",
  "acme.my.salesforce.com.evil.example",
  "evil-my.salesforce.com",
  "acme.evil.my.salesforce.com",
  "acmemy.salesforce.com.",
  "acme.my.salesforce.com.",
  "acme.my.salesforce.com:8443",
  "acme.my.salesforce.com:443",
  "user@acme.my.salesforce.com",
  "acme.my.salesforce.com@evil.example",
  "evil.example#acme.my.salesforce.com",
  "evil.example/acme.my.salesforce.com",
  "evil.example\\.my.salesforce.com",
  "evil.example?.my.salesforce.com",
  "acme.my.salesforce.com/services",
  "http://acme.my.salesforce.com",
  "https://https://acme.my.salesforce.com",
  "//acme.my.salesforce.com",
  "acme。my.salesforce.com",
  "аcme.my.salesforce.com",
  "ⓐcme.my.salesforce.com",
  "acme.my.ſalesforce.com",
  "xn--.my.salesforce.com/",
  "acme%2emy.salesforce.com",
  "acme.my.salesforce.com\n",
  "acme.my.salesforce.com\0",
  " acme.my.salesforce.com",
  "-acme.my.salesforce.com",
  "acme-.my.salesforce.com",
  `${"a".repeat(64)}.my.salesforce.com`,
  "169.254.169.254",
  "localhost",
  "{instanceHost}",
];

test.each(misleading)("nobody signs in at %j", (written) => {
  expect(parseLoginHost(written)).toBeUndefined();
});

test.each([
  ["https://acme.my.salesforce.com", "acme.my.salesforce.com"],
  ["https://ACME.my.salesforce.com/", "acme.my.salesforce.com"],
  ["https://na139.salesforce.com", "na139.salesforce.com"],
  ["https://acme--sb.sandbox.my.salesforce.com", "acme--sb.sandbox.my.salesforce.com"],
])("tokens go to the instance %s", (url, host) => {
  expect(parseInstanceHost(url)).toBe(host);
});

test.each([
  ...misleading.map((host) => `https://${host}`),
  "http://acme.my.salesforce.com",
  "https://user:pass@acme.my.salesforce.com",
  "https://login.salesforce.com",
  "https://evil139.salesforce.com.evil.example",
  "https://123.salesforce.com",
  "https://[::ffff:169.254.169.254]",
  "javascript:acme.my.salesforce.com",
  "blob:https://acme.my.salesforce.com/1",
  "acme.my.salesforce.com",
  undefined,
  7,
  { host: "acme.my.salesforce.com" },
])("no token goes to the instance %j", (url) => {
  expect(() => parseInstanceHost(url)).toThrow(
    expect.objectContaining({ kind: "permanent", code: "host_not_allowed" }),
  );
});
